"""Turns the expected and the actual array into two pictures side by side, with the wrong cells marked.

An array is shown plane by plane: the last two axes are rows and columns, the axes before them name the plane.
Only planes with a wrong cell are shown.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from grader.report.numbers import format_for, written
from grader.report.paint import BAD, DIM, GOOD, Span, align, cells, line

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grader.model.case import Array
    from grader.report.paint import Line

SMALL_ARRAY_CELLS: Final = 64
GAP_CELLS: Final = 4
ROWS_AND_COLUMNS: Final = 2


class Headings(NamedTuple):
    """What stands above the two pictures."""

    expected: str
    actual: str


class Pictures(NamedTuple):
    """The lines of the planes that were drawn, and how many planes with wrong cells were not."""

    lines: list[Line]
    planes_left_out: int


class _Plane(NamedTuple):
    name: str
    actual: NDArray[np.float64]
    expected: NDArray[np.float64]
    wrong: NDArray[np.bool_]


def side_by_side(  # noqa: PLR0913 - two arrays, how to compare them, how to show them
    *,
    name: str,
    actual: Array,
    expected: Array,
    atol: float,
    headings: Headings,
    width: int,
    most_planes: int,
) -> Pictures:
    """Draw the planes of two arrays that have a wrong cell, as far as they fit.

    Parameters
    ----------
    name : str
        What the observed value is called.
    actual, expected : ndarray of equal shape, of real dtypes
        The actual one may hold NaN and infinity.
    atol : float
        The largest absolute error that is not marked.
    width : int
        Columns of the terminal that may be used. Where two pictures do not fit beside each other they stand
        one below the other; where one alone does not fit, nothing is drawn.
    most_planes : int
        How many planes to draw.

    Returns
    -------
    Pictures
        Without lines when the array has no axes, or when a plane has too many cells or is too wide.
    """
    if actual.ndim == 0 or actual.size == 0 or _plane_cells(actual) > SMALL_ARRAY_CELLS:
        return Pictures([], 0)
    planes = _wrong_planes(name, actual, expected, atol)
    drawn: list[Line] = []
    for plane in planes[:most_planes]:
        pictures = _draw(plane, headings, width)
        if not pictures:
            return Pictures([], 0)
        drawn += [line(plane.name, DIM), *pictures] if actual.ndim > ROWS_AND_COLUMNS else pictures
    return Pictures(drawn, max(0, len(planes) - most_planes))


def is_small(array: Array) -> bool:
    """Whether all planes of an array can be shown."""
    return 0 < array.size <= SMALL_ARRAY_CELLS


def _plane_cells(array: Array) -> int:
    return math.prod(array.shape[-2:])


def _wrong_planes(name: str, actual: Array, expected: Array, atol: float) -> list[_Plane]:
    with np.errstate(all="ignore"):
        given = np.atleast_2d(np.asarray(actual, dtype=np.float64))
        wanted = np.atleast_2d(np.asarray(expected, dtype=np.float64))
        wrong = ~(np.abs(given - wanted) <= atol)
    places = [place for place in np.ndindex(*given.shape[:-2]) if wrong[place].any()]
    return [
        _Plane(f"{name}[{', '.join(map(str, place))}]", given[place], wanted[place], wrong[place])
        for place in places
    ]


def _draw(plane: _Plane, headings: Headings, width: int) -> list[Line]:
    form = format_for(
        list(zip(plane.actual[plane.wrong].tolist(), plane.expected[plane.wrong].tolist(), strict=True)),
        plane.expected.ravel().tolist(),
    )
    expected = _picture(plane.expected, plane.wrong, form, mark="", style=GOOD)
    actual = _picture(plane.actual, plane.wrong, form, mark="*", style=BAD)
    expected_cells = max(_width(expected), cells(headings.expected))
    actual_cells = max(_width(actual), cells(headings.actual))
    if expected_cells + GAP_CELLS + actual_cells <= width:
        return _beside(expected, actual, headings, expected_cells)
    if max(expected_cells, actual_cells) <= width:
        return [line(headings.expected, DIM), *expected, line(headings.actual, DIM), *actual]
    return []


def _beside(left: list[Line], right: list[Line], headings: Headings, left_cells: int) -> list[Line]:
    gap = Span(" " * GAP_CELLS)
    heading = (*align(Span(headings.expected, DIM), left_cells), gap, Span(headings.actual, DIM))
    rows = [
        (*one, Span(" " * (left_cells - _width([one]))), gap, *other)
        for one, other in zip(left, right, strict=True)
    ]
    return [heading, *rows]


def _picture(
    plane: NDArray[np.float64], wrong: NDArray[np.bool_], form: str, *, mark: str, style: str
) -> list[Line]:
    texts = [
        [(mark if bad else "") + written(value, form) for value, bad in zip(row, flags, strict=True)]
        for row, flags in zip(plane.tolist(), wrong.tolist(), strict=True)
    ]
    wide = max(len(text) for row in texts for text in row)
    return [
        _row(row, flags, wide, style, first=at == 0, last=at == len(texts) - 1)
        for at, (row, flags) in enumerate(zip(texts, wrong.tolist(), strict=True))
    ]


def _row(texts: list[str], wrong: list[bool], wide: int, style: str, *, first: bool, last: bool) -> Line:  # noqa: PLR0913 - a row and its place
    spans = [Span("[[" if first else " [")]
    for at, (text, bad) in enumerate(zip(texts, wrong, strict=True)):
        spans += [Span("  " if at else ""), *align(Span(text, style if bad else ""), wide, right=True)]
    return (*spans, Span("]]" if last else "]"))


def _width(picture: list[Line]) -> int:
    return max(sum(cells(span.text) for span in row) for row in picture)
