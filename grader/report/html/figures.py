"""Turns two arrays that differ into what the page shows of them: pictures, and a table of wrong cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from grader.report.html.heatmap import MOST_MEDIUM_COLUMNS, is_image
from grader.report.html.pictures import Subject, cells_drawn, indexed, input_pictures, result_pictures, signed
from grader.report.numbers import format_for, written
from grader.report.planes import laid_out, sheets, wrong_windows
from grader.report.shades import scale_of

if TYPE_CHECKING:
    from grader.messages import Lang
    from grader.report.compared import Compared
    from grader.report.html.pictures import Picture
    from grader.report.planes import Window

MOST_CELLS: Final = 700
"""How many cells the pictures of one failure have, unless those of its first plane are more."""
MOST_NUMBERED: Final = 12
MOST_NUMBERED_IN_IMAGE: Final = 6
APART_WHEN_SMALL: Final = 4
MOST_TOLD_APART: Final = 64


class WrongCell(NamedTuple):
    """A wrong cell that has a number in the pictures."""

    number: int
    at: str
    actual: str
    expected: str
    difference: str


class Part(NamedTuple):
    """Which rows and columns are shown of a plane that is too large, the last one included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int
    rows: int
    columns: int


class PlanePictures(NamedTuple):
    """The pictures of one plane."""

    name: str
    part: Part | None
    inputs: tuple[Picture, ...]
    results: tuple[Picture, ...]


class Figures(NamedTuple):
    """All that is shown of two arrays that differ."""

    planes: tuple[PlanePictures, ...]
    cells: tuple[WrongCell, ...]
    cells_left_out: int
    planes_left_out: int


def figures(arrays: Compared, lang: Lang, *, most_planes: int) -> Figures:
    """Draw the first planes with wrong cells, as far as there is room, and list the numbered cells."""
    subject, windows = _subject(arrays, lang)
    planes: list[PlanePictures] = []
    cells: list[WrongCell] = []
    drawn = 0
    for window in windows[:most_planes]:
        drawn += cells_drawn(subject, window)
        if planes and drawn > MOST_CELLS:
            break
        numbers = _numbers(subject, window, first=len(cells) + 1)
        cells += [_wrong_cell(subject, window, place, number) for place, number in numbers.items()]
        name, part = subject.expected.named(window), _part(subject, window)
        results = result_pictures(subject, window, numbers)
        planes.append(PlanePictures(name, part, input_pictures(subject, window), results))
    return Figures(
        planes=tuple(planes),
        cells=tuple(cells),
        cells_left_out=int(arrays.wrong.sum()) - len(cells),
        planes_left_out=len(windows) - len(planes),
    )


def _subject(arrays: Compared, lang: Lang) -> tuple[Subject, list[Window]]:
    actual, expected = sheets(arrays.name, arrays.actual), sheets(arrays.name, arrays.expected)
    wrong = laid_out(arrays.wrong, filler=False)
    windows = wrong_windows(wrong)
    subject = Subject(
        actual=actual,
        expected=expected,
        wrong=wrong,
        inputs=[sheets(name, array) for name, array in arrays.inputs.items() if array.size],
        form="",
        lang=lang,
    )
    return subject._replace(form=_form(subject, windows[0])), windows


def _form(subject: Subject, window: Window) -> str:
    """Choose the format in which the wrong cells of the first plane look different from what was expected."""
    if subject.actual.whole_numbers and subject.expected.whole_numbers:
        return ".0f"
    wrong = window.of(subject.wrong)
    actual, expected = window.of(subject.actual.planes), window.of(subject.expected.planes)
    pairs = zip(actual[wrong].tolist(), expected[wrong].tolist(), strict=True)
    return format_for(list(pairs)[:MOST_TOLD_APART], [scale_of(expected)])


def _numbers(subject: Subject, window: Window, *, first: int) -> dict[tuple[int, int], int]:
    """Give numbers to the first wrong cells; where cells are small, to such as stand apart."""
    image = is_image(window.rows, window.columns)
    apart = APART_WHEN_SMALL if image or window.columns > MOST_MEDIUM_COLUMNS else 1
    most = min(MOST_NUMBERED_IN_IMAGE if image else MOST_NUMBERED, MOST_NUMBERED + 1 - first)
    chosen: list[tuple[int, int]] = []
    for row, column in np.argwhere(window.of(subject.wrong)).tolist():
        if len(chosen) >= most:
            break
        if all(max(abs(row - other), abs(column - beside)) >= apart for other, beside in chosen):
            chosen.append((row, column))
    return {place: number for number, place in enumerate(chosen, first)}


def _wrong_cell(subject: Subject, window: Window, place: tuple[int, int], number: int) -> WrongCell:
    actual = float(window.of(subject.actual.planes)[place])
    expected = float(window.of(subject.expected.planes)[place])
    return WrongCell(
        number=number,
        at=indexed(subject.expected.at(window, *place)),
        actual=written(actual, subject.form),
        expected=written(expected, subject.form),
        difference=signed(actual - expected, subject.form),
    )


def _part(subject: Subject, window: Window) -> Part | None:
    if subject.expected.whole(window):
        return None
    rows, columns = subject.expected.planes.shape[-2:]
    last_row, last_column = window.row + window.rows - 1, window.column + window.columns - 1
    return Part(window.row, last_row, window.column, last_column, rows, columns)
