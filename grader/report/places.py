"""Turns places in a submission into lines that name them and show the source there."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from grader.report.escape import cut
from grader.report.paint import DIM, cells, line
from grader.report.quoted import quote

if TYPE_CHECKING:
    from grader.model.observation import TraceLine
    from grader.model.submission import Submission
    from grader.report.look import Look
    from grader.report.paint import Line


MAX_FUNCTION_CHARACTERS: Final = 80


class Place(NamedTuple):
    """A place as the author counts: the line of the file, or of a notebook's cell."""

    line: int
    cell: int | None


def place_of(submission: Submission, number: int) -> Place:
    """Name a line of the source; in a notebook by its cell."""
    if 0 < number <= len(submission.cells):
        origin = submission.cells[number - 1]
        return Place(origin.line, origin.cell)
    return Place(number, None)


def source_line(submission: Submission, number: int) -> str | None:
    """Give the text of a line, or None where there is no such line: the number may be forged."""
    lines = submission.source.split("\n")
    return lines[number - 1].expandtabs(4) if 0 < number <= len(lines) else None


def traced(trace: tuple[TraceLine, ...], submission: Submission, look: Look, *, most: int) -> list[Line]:
    """Show the last places of a trace, innermost last; a place that repeats is shown once.

    Parameters
    ----------
    trace : tuple of TraceLine
        Outermost first.
    most : int
        How many different places to show.
    """
    runs = [(where, len(list(same))) for where, same in groupby(trace)]
    lines: list[Line] = []
    if len(runs) > most:
        lines.append(line(look.words("lines_left_out", count=len(runs) - most), DIM))
    for where, count in runs[-most:]:
        lines += _shown(where, submission, look)
        if count > 1:
            lines.append(line(look.words("repeated", count=count - 1), DIM))
    return lines


def with_caret(
    trace: tuple[TraceLine, ...], column: int | None, submission: Submission, look: Look
) -> list[Line]:
    """Show the last place of a trace with a caret below the column, counted from 1."""
    if not trace:
        return []
    source = source_line(submission, trace[-1].line)
    lines = _shown(trace[-1], submission, look)
    if source is None or column is None or not 0 < column <= len(source) + 1:
        return lines
    before = _shown_source(source)[: max(0, column - 1 - _indent(source))]
    return [*lines, quote(" " * cells(before) + "^")]


def _shown(where: TraceLine, submission: Submission, look: Look) -> list[Line]:
    source = source_line(submission, where.line)
    heading = line(named(where, place_of(submission, where.line), look))
    return [heading] if source is None else [heading, quote(_shown_source(source))]


def named(where: TraceLine, place: Place, look: Look) -> str:
    """Say where a place is, and in which function."""
    function = cut(where.function, characters=MAX_FUNCTION_CHARACTERS)
    inside = "_in" if function and function != "<module>" else ""
    at = "at_line" if place.cell is None else "at_cell"
    return look.words(at + inside, line=place.line, cell=place.cell, function=function)


def _indent(source: str) -> int:
    return len(source) - len(source.lstrip())


def _shown_source(source: str) -> str:
    return cut(source.strip())
