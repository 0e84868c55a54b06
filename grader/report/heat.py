"""Turns two arrays that differ into small pictures for a terminal with colours: a cell is two columns wide.

Wrong cells carry a star, as in the pictures with numbers: colour alone never tells what is wrong.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from grader.report.compared import compared
from grader.report.paint import DIM, Span, cells, line
from grader.report.planes import laid_out, sheets, window_beside, wrong_windows
from grader.report.shades import NOT_FINITE, scale_of, shades

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from grader.model.case import Case
    from grader.model.judgement import Mismatch
    from grader.report.compared import Compared
    from grader.report.look import Look
    from grader.report.paint import Line
    from grader.report.planes import Sheets, Window

MOST_PLANES: Final = 2
MOST_ROWS: Final = 16
MOST_COLUMNS: Final = 24
GAP_CELLS: Final = 3
CELL: Final = "  "
WRONG_CELL: Final = " *"

# Of the 256 colours that terminals know: dark text can be read on all of them.
TEXT: Final = 16
ZERO: Final = 254
NO_NUMBER: Final = 177
POSITIVE: Final = (223, 223, 216, 215, 215, 208, 208, 202)
NEGATIVE: Final = (189, 153, 117, 111, 75, 75, 69, 33)


class _Picture(NamedTuple):
    """A title and the rows below it, each row of the same width."""

    title: str
    rows: list[Line]
    width: int


def heat_lines(mismatch: Mismatch, case: Case, look: Look) -> list[Line]:
    """Draw the first small planes with wrong cells: the inputs, expected, actual, and the difference.

    Nothing where the type or the shape is wrong, or where planes are too large for a terminal.
    """
    arrays = compared(mismatch, case)
    if arrays is None:
        return []
    windows = wrong_windows(laid_out(arrays.wrong, filler=False))[:MOST_PLANES]
    if any(window.rows > MOST_ROWS or window.columns > MOST_COLUMNS for window in windows):
        return []
    lines = [each for window in windows for each in _plane(arrays, window, look)]
    return [*lines, line(look.words("heat_key"), DIM)]


def _plane(arrays: Compared, window: Window, look: Look) -> list[Line]:
    actual, expected = sheets(arrays.name, arrays.actual), sheets(arrays.name, arrays.expected)
    wrong = window.of(laid_out(arrays.wrong, filler=False))
    given, wanted = window.of(actual.planes), window.of(expected.planes)
    with np.errstate(all="ignore"):
        apart = np.where(wrong, given - wanted, 0.0)
    scale = scale_of(expected.planes, actual.planes)
    there, name = expected.there(window), expected.named(window)
    given_inputs = [sheets(each, array) for each, array in arrays.inputs.items() if array.size]
    inputs = [_input(each, expected, window) for each in given_inputs]
    results = [
        _picture(f"{look.words(key)} {name}", shades(values, its_scale), there, wrong)
        for key, values, its_scale in (
            ("expected", wanted, scale),
            ("actual", given, scale),
            ("difference", apart, scale_of(apart)),
        )
    ]
    return [each for row in (inputs, results) for each in _beside(row, look.width)]


def _input(sheet: Sheets, other: Sheets, window: Window) -> _Picture:
    its_own = window_beside(window, shape=sheet.planes.shape, other_shape=other.planes.shape)
    its_own = its_own._replace(rows=min(its_own.rows, MOST_ROWS), columns=min(its_own.columns, MOST_COLUMNS))
    steps = shades(its_own.of(sheet.planes), scale_of(sheet.planes))
    there = sheet.there(its_own)
    return _picture(sheet.named(its_own), steps, there, np.zeros_like(there))


def _picture(
    title: str, steps: NDArray[np.int8], there: NDArray[np.bool_], wrong: NDArray[np.bool_]
) -> _Picture:
    rows = [
        tuple(
            Span(WRONG_CELL if bad else CELL, _style(step) if has else "")
            for step, has, bad in zip(*flags, strict=True)
        )
        for flags in zip(steps.tolist(), there.tolist(), wrong.tolist(), strict=True)
    ]
    return _Picture(title, rows, max(cells(title), len(CELL) * steps.shape[1]))


def _style(step: int) -> str:
    if step == NOT_FINITE:
        return _on(NO_NUMBER)
    if step == 0:
        return _on(ZERO)
    return _on(POSITIVE[step - 1] if step > 0 else NEGATIVE[-step - 1])


def _on(background: int) -> str:
    return f"48;5;{background};38;5;{TEXT}"


def _beside(pictures: Iterable[_Picture], width: int) -> list[Line]:
    """Put pictures side by side, as many as fit into the width."""
    lines: list[Line] = []
    row: list[_Picture] = []
    for picture in pictures:
        if row and sum(each.width + GAP_CELLS for each in row) + picture.width > width:
            lines += _joined(row)
            row = []
        row.append(picture)
    return lines + (_joined(row) if row else [])


def _joined(row: list[_Picture]) -> list[Line]:
    titles = tuple(_padded((Span(each.title, DIM),), each.width) for each in row)
    below = [
        tuple(_padded(spans, each.width) for spans, each in zip(spread, row, strict=True))
        for spread in zip_longest(*(each.rows for each in row), fillvalue=())
    ]
    return [tuple(span for part in parts for span in part) for parts in (titles, *below)]


def _padded(spans: Line, width: int) -> Line:
    return (*spans, Span(" " * (width - sum(cells(span.text) for span in spans) + GAP_CELLS)))
