"""Turns git repositories of students into a folder with one file of each: fetched, not checked out, not run.

Of what is fetched, git reads objects alone. Nothing is checked out, so that no filter, hook or submodule of a
student's is ever used; only ordinary files are taken, no links, and only up to the size that is graded.
"""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from grader.errors import UsageError
from grader.messages import message
from grader.submission import NOTEBOOK_BYTES, SCRIPT_BYTES, is_notebook

if TYPE_CHECKING:
    from collections.abc import Sequence

Status = Literal["collected", "not_fetched", "no_file", "no_plain_file", "too_large"]

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_PLAIN_MODES: Final = ("100644", "100755")
_SPOILERS: Final = "=+-@\t\r"
_PULLS: Final = "refs/pull/*/head"
_SECONDS_MAX: Final = 600


class Source(NamedTuple):
    """One student's repository: a name for the file, where to fetch from, and which ref."""

    name: str
    url: str
    ref: str = "HEAD"


class Collected(NamedTuple):
    """What became of one source."""

    name: str
    url: str
    commit: str
    status: Status


def read_forks(path: Path) -> list[Source]:
    """Read a list of forks: `name URL [ref]` a line; blank lines and lines that begin with # do not count.

    Raises
    ------
    UsageError
        When it cannot be read, or a line is none of these; it is named.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise UsageError(message("collect.no_list", path=str(path), detail=detail)) from error
    sources: dict[str, Source] = {}
    for number, line in enumerate(lines, start=1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if len(words) not in (2, 3) or not _NAME.fullmatch(words[0]) or words[0] in sources:
            raise UsageError(message("collect.bad_line", path=str(path), line=number))
        sources[words[0]] = Source(*words)
    return list(sources.values())


def collect_forks(sources: Sequence[Source], file: str, folder: Path) -> list[Collected]:
    """Fetch each repository and take one file out of it; see `collect_pulls`."""
    wanted = _checked(file)
    with _repository() as git:
        return [_collect_fork(git, source, wanted, folder) for source in sources]


def collect_pulls(url: str, file: str, folder: Path) -> list[Collected]:
    """Fetch the heads of all pull requests of a repository and take one file out of each.

    Parameters
    ----------
    url : str
        The repository; `https`, `ssh`, `git` or `file`.
    file : str
        Path of the file in the repository, with forward slashes.
    folder : Path
        Where `pull-<number>` and its suffix are written.

    Raises
    ------
    UsageError
        When the path is no path within a repository, or the repository cannot be fetched.
    """
    wanted = _checked(file)
    with _repository() as git:
        if not git.fetch(url, f"{_PULLS}:refs/collected/*"):
            raise UsageError(message("collect.not_fetched", url=url))
        found = []
        for ref in git.refs("refs/collected/"):
            source = Source(f"pull-{ref.rpartition('/')[2]}", url)
            found.append(_take(git, source, ref, wanted, folder))
        return sorted(found, key=lambda one: int(one.name.rpartition("-")[2]))


def summary_csv(collected: Sequence[Collected]) -> str:
    """Say what became of each, a row each; no cell can be taken for a formula."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(Collected._fields)
    rows.writerows([_cell(value) for value in one] for one in collected)
    return text.getvalue()


def _cell(value: str) -> str:
    return f"'{value}" if value[:1] and value[:1] in _SPOILERS else value


def _checked(file: str) -> str:
    path = PurePosixPath(file)
    if path.is_absolute() or ".." in path.parts or not path.parts or file.startswith("-") or "\\" in file:
        raise UsageError(message("collect.bad_file", file=file))
    return str(path)


class _Git:
    """A bare repository in a temporary folder, and git with nothing of anybody's configuration for it."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def run(self, *arguments: str) -> bytes | None:
        """Run git and give what it prints, or None when it fails."""
        command = ["git", "-C", self._folder, "-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0", *arguments]
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            "GIT_ALLOW_PROTOCOL": "https:http:ssh:git:file",
            "GIT_TERMINAL_PROMPT": "0",
        }
        try:
            done = subprocess.run(  # noqa: S603 - fixed words, and arguments after -- where they are foreign
                command, capture_output=True, env=environment, timeout=_SECONDS_MAX, check=False
            )
        except FileNotFoundError as error:
            raise UsageError(message("collect.no_git")) from error
        except subprocess.TimeoutExpired:
            return None
        return done.stdout if done.returncode == 0 else None

    def fetch(self, url: str, refs: str) -> bool:
        """Fetch refs without tags, submodules or history."""
        options = ("--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--force")
        return self.run("fetch", *options, "--", url, refs) is not None

    def refs(self, prefix: str) -> list[str]:
        """List the refs that begin so."""
        told = self.run("for-each-ref", "--format=%(refname)", prefix) or b""
        return told.decode("utf-8", "replace").split()


class _repository:  # noqa: N801 - used as a statement
    def __enter__(self) -> _Git:
        self._folder = tempfile.TemporaryDirectory(prefix="layergrade-collect-")
        git = _Git(self._folder.name)
        if git.run("init", "--quiet", "--bare", ".") is None:
            self._folder.cleanup()
            raise UsageError(message("collect.no_git"))
        return git

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()


def _collect_fork(git: _Git, source: Source, wanted: str, folder: Path) -> Collected:
    ref = f"refs/collected/{source.name}"
    if source.ref.startswith("-") or not git.fetch(source.url, f"{source.ref}:{ref}"):
        return Collected(source.name, source.url, "", "not_fetched")
    return _take(git, source, ref, wanted, folder)


def _take(git: _Git, source: Source, ref: str, wanted: str, folder: Path) -> Collected:
    commit = (git.run("rev-parse", "--verify", f"{ref}^{{commit}}") or b"").decode("ascii", "replace").strip()

    def ended(status: Status) -> Collected:
        return Collected(source.name, source.url, commit, status)

    entry = (git.run("ls-tree", "-z", commit, "--", wanted) or b"").decode("utf-8", "replace").split("\0")[0]
    if not commit or not entry:
        return ended("no_file")
    mode, kind, blob = entry.partition("\t")[0].split()
    if kind != "blob" or mode not in _PLAIN_MODES:
        return ended("no_plain_file")
    suffix = PurePosixPath(wanted).suffix
    size_bytes = int(git.run("cat-file", "-s", blob) or b"0")
    if size_bytes > (NOTEBOOK_BYTES if is_notebook(wanted) else SCRIPT_BYTES):
        return ended("too_large")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{source.name}{suffix}").write_bytes(git.run("cat-file", "blob", blob) or b"")
    return ended("collected")
