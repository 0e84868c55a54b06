"""Turns mistakes in one file, each at a place in it, into problems that show the line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeVar

from grader.errors import CourseError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from grader.messages import Message

T = TypeVar("T")
D = TypeVar("D")

# Patterns beyond ASCII are slow to compile: only a mistake asks for these. A line ends where YAML says so.
_LINE_END: Final = "\r\n|[\n\r\x85\u2028\u2029]"
_UNSAFE: Final = "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
_SHOWN_COLUMNS: Final = 300


def split_lines(text: str) -> list[str]:
    """Cut a text into lines where YAML does."""
    return re.split(_LINE_END, text)


class Placed(Protocol):
    """Anything that stands somewhere in a file: line and column, counted from 1."""

    @property
    def line(self) -> int:
        """The line."""

    @property
    def column(self) -> int:
        """The column, in characters."""


class Place(NamedTuple):
    """A line and a column, counted from 1."""

    line: int
    column: int


class Refused(Exception):  # noqa: N818 - a signal between a reader and whoever collects the problems
    """What stands at a place is not what was expected there."""

    def __init__(self, at: Placed, told: Message) -> None:
        super().__init__(told.key)
        self.at = at
        self.told = told


class Problems:
    """The problems of one file, one for each place: the first that is wrong there explains the rest."""

    def __init__(self, path: Path, text: str = "") -> None:
        self.path = path
        self.noted = 0  # How often something was found wrong: rises also where a place was wrong before.
        self._text = text
        self._lines: list[str] | None = None
        self._found: dict[tuple[int, int], Problem] = {}
        self._elsewhere: list[Problem] = []

    @property
    def lines(self) -> list[str]:
        """The lines of the file, cut only once something is wrong."""
        if self._lines is None:
            self._lines = split_lines(self._text)
        return self._lines

    def add(self, at: Placed, told: Message) -> None:
        """Note a problem."""
        self.noted += 1
        self._found.setdefault((at.line, at.column), self.problem(at, told))

    def add_elsewhere(self, problems: Iterable[Problem]) -> None:
        """Take over the problems of another file that this one names."""
        self.noted += 1
        self._elsewhere += problems

    def attempt(self, read: Callable[[], T], default: D) -> T | D:
        """Give what a reader gives; when it refuses, note why and give the default."""
        try:
            return read()
        except Refused as refused:
            self.add(refused.at, refused.told)
            return default

    def in_order(self) -> list[Problem]:
        """All the problems, in the order of the file."""
        return [*(self._found[place] for place in sorted(self._found)), *self._elsewhere]

    def raise_if_any(self) -> None:
        """Raise a CourseError with all the problems, where there are some."""
        problems = self.in_order()
        if problems:
            raise CourseError(problems)

    def problem(self, at: Placed, told: Message) -> Problem:
        """Make a problem of this file, without noting it."""
        return Problem(told, self.path, at.line, at.column, self._source_line(at))

    def _source_line(self, at: Placed) -> str | None:
        """Give the line as it can be shown, one column a character; None where it is too long to help."""
        if at.line > len(self.lines) or at.column > _SHOWN_COLUMNS:
            return None
        line = self.lines[at.line - 1].rstrip()
        if not line:
            return None
        shown = line if len(line) <= _SHOWN_COLUMNS else line[: _SHOWN_COLUMNS - 1] + "…"
        return re.sub(_UNSAFE, lambda found: " " if found.group() == "\t" else "\ufffd", shown)
