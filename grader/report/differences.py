"""Turns a mismatch into lines: the first positions with both values, and pictures of a small array."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from grader.model.judgement import NotFinite, WrongValues
from grader.report.arrays import Headings, is_small, side_by_side
from grader.report.numbers import format_for, written
from grader.report.paint import BAD, DIM, GOOD, Span, columns, line

if TYPE_CHECKING:
    from grader.model.judgement import Mismatch, Position
    from grader.report.detail import Detail
    from grader.report.look import Look
    from grader.report.paint import Line

INTEGER_KINDS: Final = "biu"


def differences(mismatch: Mismatch, look: Look, detail: Detail, *, width: int) -> list[Line]:
    """Show where an observed value differs; nothing for another type or shape, which the reason says in full.

    A small array is drawn whole; of a larger one, the first positions and perhaps a plane with wrong cells.
    """
    found = mismatch.difference
    if not isinstance(found, WrongValues | NotFinite):
        return []
    small = is_small(found.actual)
    pictures = side_by_side(
        name=mismatch.value,
        actual=found.actual,
        expected=found.expected,
        # Only what is not finite is marked: whether the rest is right was not asked.
        atol=found.atol if isinstance(found, WrongValues) else sys.float_info.max,
        headings=Headings(look.words("expected_heading"), look.words("actual_heading")),
        width=width,
        most_planes=detail.planes if small else detail.planes_of_large,
    )
    lines = [] if small and pictures.lines else _positions(found, look, detail.positions)
    lines += pictures.lines
    if small and pictures.lines and pictures.planes_left_out:
        lines.append(line(look.words("planes_left_out", count=pictures.planes_left_out), DIM))
    note = integer_result(mismatch, look)
    return lines if note is None else [line(note), *lines]


def integer_result(mismatch: Mismatch, look: Look) -> str | None:
    """Point out the one dtype that loses values: integers where the reference has fractions."""
    found = mismatch.difference
    if not isinstance(found, WrongValues | NotFinite):
        return None
    if found.actual.dtype.kind not in INTEGER_KINDS or found.expected.dtype.kind != "f":
        return None
    return look.words("integer_result", value=mismatch.value, dtype=found.actual.dtype.name)


def _positions(found: WrongValues | NotFinite, look: Look, most: int) -> list[Line]:
    first = found.first[:most]
    form = format_for([(position.actual, position.expected) for position in first])
    lines = columns([_position(position, form, look) for position in first], right=frozenset((2, 4)))
    wrong = found.differing if isinstance(found, WrongValues) else found.nan_count + found.inf_count
    return lines if wrong <= len(first) else [*lines, line("…", DIM)]


def _position(position: Position, form: str, look: Look) -> list[Span]:
    index = f"[{', '.join(map(str, position.index))}]" if position.index else ""
    return [
        Span(index),
        Span(look.words("actual"), DIM),
        Span(written(position.actual, form), BAD),
        Span(look.words("expected"), DIM),
        Span(written(position.expected, form), GOOD),
    ]
