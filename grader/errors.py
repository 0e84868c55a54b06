"""The exceptions of the grader: mistakes that are not the student's.

A student's mistake is a value (an observation, a judgement) and never one of these.

    GraderError
    ├── UsageError        the command line asks for something that is not there       exit 2
    ├── CourseError       an instructor's file is wrong: every problem, with its place exit 4
    ├── IsolationError    the machine isolates less than what was required            exit 5
    └── InternalError     our own failure: costs nobody a point                        exit 3
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.messages import Lang, Message


class GraderError(Exception):
    """Anything that stops the grader itself, with a message for a person.

    Parameters
    ----------
    told : Message
        What to say, in either language.
    """

    exit_code: ClassVar[int] = 3

    def __init__(self, told: Message) -> None:
        super().__init__(told.key)
        self.told = told

    def text(self, lang: Lang) -> str:
        """Say what is wrong, in one language."""
        from grader.messages import say  # noqa: PLC0415 - only a failing run speaks

        return say(self.told, lang)


class UsageError(GraderError):
    """The command line asks for something that is not there."""

    exit_code = 2


class IsolationError(GraderError):
    """The machine isolates submissions less than what was required."""

    exit_code = 5


class InternalError(GraderError):
    """The grader itself failed."""

    exit_code = 3


class Problem(NamedTuple):
    """One mistake in an instructor's file.

    Parameters
    ----------
    told : Message
        What is wrong and what was expected.
    path : Path
        The file.
    line, column : int or None
        Where, counted from 1; None when the file as a whole is meant.
    source_line : str or None
        The text of that line, to show with a caret.
    """

    told: Message
    path: Path
    line: int | None = None
    column: int | None = None
    source_line: str | None = None

    def text(self, lang: Lang) -> str:
        """Render `path:line:column: what is wrong`, then the line with a caret where there is one."""
        from grader.messages import say  # noqa: PLC0415 - only a failing run speaks

        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        lines = [f"{place}: {say(self.told, lang)}"]
        if self.source_line is not None and self.column is not None:
            lines += [f"    {self.source_line}", "    " + " " * (self.column - 1) + "^"]
        return "\n".join(lines)


class CourseError(GraderError):
    """One or more mistakes in an instructor's files; all that were found, in the order of the file.

    Parameters
    ----------
    problems : sequence of Problem
        At least one.
    """

    exit_code = 4

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0].told)
        self.problems = tuple(problems)

    def text(self, lang: Lang) -> str:
        """Render every problem, one after another."""
        return "\n".join(problem.text(lang) for problem in self.problems)
