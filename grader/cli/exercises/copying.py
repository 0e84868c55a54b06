"""Turns an exercise of a course into the files of another one under a new id, to be changed apart from it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from grader.diagnosis.catalogue import catalogue_folder
from grader.errors import UsageError
from grader.messages import message
from grader.suite.course import HIDDEN_SUFFIX
from grader.suite.exercise import load_exercise
from grader.suite.text import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.model.exercise import Exercise
    from grader.suite.course import Course

_IMPORT: Final = re.compile(
    r"^(?P<from>[ \t]*from (?P<dots>\.{1,3}))(?P<name>\w+)(?= import\b)", re.MULTILINE
)
_SCHEMA_LINE: Final = re.compile(r"^# yaml-language-server:.*\n", re.MULTILINE)
_ABOVE_MISCONCEPTIONS: Final = "..."


def copied(source: Course, like: str, exercise_id: str, into: Course | None) -> dict[str, str]:
    """Give the files of an exercise like another, by their paths in the new course.

    Parameters
    ----------
    source, like : Course, str
        Where the other exercise is, and which it is.
    exercise_id : str
        The new id.
    into : Course or None
        The course that the files are for; None for one that is still to be made.

    Returns
    -------
    dict of str to str
        With the modules that the reference shares with other exercises, as far as they are not there yet.

    Raises
    ------
    UsageError
        There is no such exercise, or another file stands where a shared module would.
    CourseError
        Its files are wrong.
    """
    exercise = load_exercise(source, like)
    copying = _Copying(source, exercise, exercise_id)
    files = dict(copying.files())
    for path in copying.shared():
        name = path.relative_to(source.root).as_posix()
        there = None if into is None else into.root / name
        if there is None or not there.exists():
            files[name] = read_text(path)
        elif there.read_bytes() != path.read_bytes():
            raise UsageError(message("exercise.other_module", path=str(there), like=like))
    return files


class _Copying:
    """One exercise: its old names and its new ones."""

    def __init__(self, course: Course, exercise: Exercise, exercise_id: str) -> None:
        self._course = course
        self._exercise = exercise
        self._id = exercise_id
        self._old = exercise.reference.stem

    def files(self) -> Iterator[tuple[str, str]]:
        """Give all that belongs to the exercise alone, with the new names in it."""
        for path in sorted(self._exercise.folder.iterdir()):
            if path.is_file():
                yield f"exercises/{self._id}/{path.name}", self._renamed(path)
        for suffix in (".yaml", HIDDEN_SUFFIX):
            path = self._course.root / "cases" / f"{self._exercise.id}{suffix}"
            if path.is_file():
                yield f"cases/{self._id}{suffix}", self._renamed(path)
        for path in self._misconceptions():
            yield f"reference/misconceptions/{self._id}/{path.name}", self._renamed(path)
        yield f"reference/{self._id}.py", read_text(self._exercise.reference)

    def shared(self) -> list[Path]:
        """Find the files that the reference, the misconceptions and the protocol take from beside them."""
        folder = self._exercise.reference.parent
        protocol = read_text(self._exercise.folder / "exercise.yaml")
        wanted = set(re.findall(r"\breference/(\w+)\.py\b", protocol))
        texts = [read_text(path) for path in self._misconceptions()]
        wanted |= {
            name for text in texts for _, dots, name in _IMPORT.findall(text) if dots == _ABOVE_MISCONCEPTIONS
        }
        found: dict[str, Path] = {}
        while wanted:
            name = wanted.pop()
            path = folder / f"{name}.py"
            if name in found or not path.is_file():
                continue
            found[name] = path
            wanted |= {other for _, dots, other in _IMPORT.findall(read_text(path)) if dots == "."}
        return [path for name, path in sorted(found.items()) if name != self._old]

    def _misconceptions(self) -> list[Path]:
        return sorted(catalogue_folder(self._exercise).glob("*.py"))

    def _renamed(self, path: Path) -> str:
        """Write the new names: of the exercise wherever it stands, of the reference where it is named."""
        text = re.sub(rf"\b{re.escape(self._exercise.id)}\b", self._id, read_text(path))
        if path.suffix == ".py":
            return _IMPORT.sub(self._imported, text)
        text = _SCHEMA_LINE.sub("", text)  # its path is one in the other course
        return text.replace(f"reference/{self._old}.py", f"reference/{self._id}.py")

    def _imported(self, found: re.Match[str]) -> str:
        own = found["dots"] == _ABOVE_MISCONCEPTIONS and found["name"] == self._old
        return found["from"] + (self._id if own else found["name"])
