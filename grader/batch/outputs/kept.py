"""Turns students' reports into files: written when they changed, removed when their student is gone.

A list of what was written, and from what, lies beside the outputs. A file that is not on it is not ours and
is never removed; one that is on it and whole, and would be made from the same, is left alone.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import msgspec

from grader.batch.laid import read_plain, require_folder
from grader.report.whole import remove_unfinished, replace_file

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

LIST_NAME: Final = ".written.json"
FOLDER_NAME: Final = "reports"
FORMAT_VERSION: Final = 1
SUFFIXES: Final = (".html", ".json")


class _Written(msgspec.Struct, frozen=True, kw_only=True):
    """What the reports of a student were made from, and how long their files are."""

    source: str = ""
    sizes: tuple[int, ...] = ()


class _List(msgspec.Struct, frozen=True, kw_only=True):
    format_version: Literal[1] = FORMAT_VERSION
    reports: dict[str, _Written] = {}


class Made(NamedTuple):
    """The two reports of a student."""

    html: bytes
    json: bytes


class ReportFiles:
    """The reports of a class in their folder.

    Parameters
    ----------
    folder : Path
        Of all outputs.
    stems : collection of str
        The names of the students' files, without suffixes: all that there are to be.
    remove : bool
        Whether those of other students, if they are ours, are removed.

    Raises
    ------
    OSError
        The folder cannot be made, or a file not be written.
    UsageError
        Something else stands where the folder goes.
    """

    def __init__(self, folder: Path, stems: Collection[str], *, remove: bool) -> None:
        self._folder = folder / FOLDER_NAME
        require_folder(self._folder)
        self._folder.mkdir(exist_ok=True)
        self._list = folder / LIST_NAME
        self._known = _read(self._list)
        remove_unfinished(self._folder, [path.name for stem in self._known for path in self._paths(stem)])
        self._before = dict(self._known)
        if remove:
            self._remove(self._known.keys() - set(stems))
        # Written down before they are there: were we ended meanwhile, they would be ours nonetheless.
        self._save(dict.fromkeys(stems, _Written()) | self._known)

    def has(self, stem: str, source: str) -> bool:
        """Tell whether the files are there, made from the same."""
        written = self._known.get(stem)
        return written is not None and written.source == source and written.sizes == self._sizes(stem)

    def write(self, stem: str, source: str, made: Made) -> None:
        """Write the files of a student, each whole."""
        for path, data in zip(self._paths(stem), made, strict=True):
            replace_file(path, data, durable=False)
        self._known[stem] = _Written(source=source, sizes=tuple(map(len, made)))

    def close(self) -> None:
        """Write down what is there now."""
        self._save(self._known)

    def _remove(self, stems: Collection[str]) -> None:
        for stem in stems:
            for path in self._paths(stem):
                with contextlib.suppress(IsADirectoryError, PermissionError):  # then it is no longer ours
                    path.unlink(missing_ok=True)
            del self._known[stem]

    def _paths(self, stem: str) -> list[Path]:
        return [self._folder / f"{stem}{suffix}" for suffix in SUFFIXES]

    def _sizes(self, stem: str) -> tuple[int, ...]:
        with contextlib.suppress(OSError):
            return tuple(path.stat().st_size for path in self._paths(stem))
        return ()

    def _save(self, known: dict[str, _Written]) -> None:
        if known != self._before:
            replace_file(self._list, msgspec.json.encode(_List(reports=known)) + b"\n")
            self._before = dict(known)


def _read(path: Path) -> dict[str, _Written]:
    """Read the list; one that cannot be read says that nothing is ours."""
    data = read_plain(path)
    try:
        found = {} if data is None else msgspec.json.decode(data, type=_List).reports
    except (msgspec.DecodeError, RecursionError):
        return {}
    return {stem: written for stem, written in found.items() if _is_plain(stem)}


def _is_plain(stem: str) -> bool:
    """Whether a name stays within its folder, whoever wrote the list."""
    return bool(stem) and not set(stem) & set("/\\\0") and stem not in {".", ".."}
