"""docs/instructors.md is followed word for word: its files written, its commands run, its output compared."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "instructors.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"`([\w/]+\.py)`:\s*\Z")


class Shell:
    """One shell for all the commands of the page, in a copy of the course."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        self.environment = {"PATH": path, "LANG": "en_US.UTF-8", "HOME": str(folder), "PYTHONUTF8": "1"}

    def run(self, command: str) -> str:
        """Run one command; what it exports stays."""
        done = subprocess.run(
            ["bash", "-c", f"{command}\ncode=$?\nenv -0 > .environment\nexit $code"],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        assert not done.stderr
        kept = (self.folder / ".environment").read_text(encoding="utf-8").split("\0")
        self.environment = dict(entry.split("=", 1) for entry in kept if "=" in entry)
        return done.stdout


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    for name in ("exercises", "reference", "cases", "examples"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return Shell(tmp_path)


def test_the_page_can_be_followed_to_its_end(shell: Shell) -> None:
    done = []
    for match in FENCE.finditer(PAGE):
        kind, text = match.groups()
        if kind == "python":
            named = NAMED.search(PAGE[: match.start()])
            assert named is not None
            (shell.folder / named[1]).write_text(text, encoding="utf-8")
        elif kind == "diff":
            _apply(text, shell.folder / "cases" / "maxpool_backward.yaml")
        elif kind == "console":
            for command, shown in _commands(text):
                _assert_shown(shown=shown, printed=shell.run(command))
                done.append(command)
    assert len(done) > 10


def test_ci_runs_commands_that_the_page_has_tried() -> None:
    (workflow,) = (text for kind, text in FENCE.findall(PAGE) if kind == "yaml" and "jobs:" in text)
    tried = {
        command for kind, text in FENCE.findall(PAGE) if kind == "console" for command, _ in _commands(text)
    }
    ran = re.findall(r"- run: (grade .*)", workflow)
    assert len(ran) == 2
    assert set(ran) <= tried


def _apply(diff: str, path: Path) -> None:
    lines = diff.splitlines(keepends=True)
    old, new = ("".join(line[1:] for line in lines if line[0] in signs) for signs in (" -", " +"))
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def _commands(block: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def _assert_shown(*, shown: str, printed: str) -> None:
    """Compare: a line `...` is any lines, and `...` within a line any text."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "..." else ".*".join(map(re.escape, line.split("..."))) + r"\n"
        for line in shown.splitlines()
    )
    assert re.fullmatch(pattern, printed), f"shown:\n{shown}\nprinted:\n{printed}"
