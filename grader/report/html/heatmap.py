"""Turns a plane of numbers into a picture: inline SVG with a value for every cell, or an image of many.

Wrong cells are outlined, and the first of them numbered: colour alone never tells what is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from markupsafe import Markup, escape

from grader.report.escape import one_line
from grader.report.html.palette import DARK, LIGHT, css_class
from grader.report.html.png import png_uri
from grader.report.shades import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

MOST_SVG_CELLS: Final = 1000
FEWEST_CHARACTERS: Final = 5
MOST_CHARACTERS: Final = 7
MOST_COLUMNS_WITH_TEXT: Final = 12
LEFT: Final = 24
TOP: Final = 18
IMAGE_PIXELS: Final = 300
BESIDE: Final = 6
ZERO: Final = ' class="zero"'


class Size(NamedTuple):
    """How large a cell is drawn, in pixels, and the name of that in the style sheet."""

    name: str
    wide: int
    high: int
    labels_every: int


WITH_TEXT: Final = {5: Size("text5", 40, 36, 1), 6: Size("text6", 47, 36, 1), 7: Size("text7", 54, 36, 1)}
"""By how many characters the longest text has."""
MEDIUM: Final = Size("medium", 20, 20, 1)
SMALL: Final = Size("small", 10, 10, 5)
MOST_MEDIUM_COLUMNS: Final = 20


class Drawing(NamedTuple):
    """What is to be drawn, cell by cell; all arrays have the shape (rows, columns).

    Parameters
    ----------
    label : str
        What a reader who cannot see the picture is told.
    steps : ndarray of int8
        The colour of each cell, as `grader.report.shades` gives it.
    there : ndarray of bool
        Which cells there are: the last row of a vector may be shorter.
    wrong : ndarray of bool
        Which cells to outline.
    dashed : bool
        Whether outlines are dashed: this picture is not the wrong one, the cell is where the other is wrong.
    numbers : mapping of (row, column) to int
        The numbers of wrong cells.
    texts : sequence of rows
        What stands in the cells, where there is room.
    title : function of row and column
        What a cell says when it is pointed at.
    row_labels, column_labels : sequence of int
        The indices along the edges.
    """

    label: str
    steps: NDArray[np.int8]
    there: NDArray[np.bool_]
    wrong: NDArray[np.bool_]
    dashed: bool
    numbers: Mapping[tuple[int, int], int]
    texts: Sequence[Sequence[str]]
    title: Callable[[int, int], str]
    row_labels: Sequence[int]
    column_labels: Sequence[int]


def is_image(rows: int, columns: int) -> bool:
    """Tell whether a plane has too many cells for a shape each."""
    return rows * columns > MOST_SVG_CELLS


def draw(drawing: Drawing) -> Markup:
    """Draw a plane."""
    rows, columns = drawing.steps.shape
    size = _size(drawing)
    body = _image(drawing, size) if is_image(rows, columns) else _cells(drawing, size)
    wide, high = LEFT + columns * size.wide + 2, TOP + rows * size.high + 2
    return Markup(  # noqa: S704 - numbers of ours, and words that were escaped
        f'<svg class="heat {size.name}" role="img" aria-label="{_text(drawing.label)}" '
        f'width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">'
        f'{_axes(drawing, size)}<g transform="translate({LEFT} {TOP})">'
        f"{body}{_outlines(drawing, size)}{_numbers(drawing, size)}</g></svg>"
    )


def _size(drawing: Drawing) -> Size:
    rows, columns = drawing.steps.shape
    if is_image(rows, columns):
        pixels = max(3, min(10, IMAGE_PIXELS // max(rows, columns)))
        return Size("image", pixels, pixels, 10)
    longest = max((len(text) for row in drawing.texts for text in row), default=0)
    if columns <= MOST_COLUMNS_WITH_TEXT and 0 < longest <= MOST_CHARACTERS:
        return WITH_TEXT[max(longest, FEWEST_CHARACTERS)]
    return MEDIUM if columns <= MOST_MEDIUM_COLUMNS else SMALL


def _axes(drawing: Drawing, size: Size) -> str:
    rows = [
        f'<text x="{LEFT - 5}" y="{TOP + at * size.high + size.high / 2:g}">{label}</text>'
        for at, label in enumerate(drawing.row_labels)
        if not label % size.labels_every
    ]
    columns = [
        f'<text x="{LEFT + at * size.wide + size.wide / 2:g}" y="{TOP - 6}">{label}</text>'
        for at, label in enumerate(drawing.column_labels)
        if not label % size.labels_every
    ]
    return f'<g class="rows">{"".join(rows)}</g><g class="columns">{"".join(columns)}</g>'


def _cells(drawing: Drawing, size: Size) -> str:
    return "".join(
        f'<g transform="translate(0 {at * size.high})">{_row(drawing, size, at)}</g>'
        for at in range(len(drawing.steps))
    )


def _row(drawing: Drawing, size: Size, row: int) -> str:
    steps = drawing.steps[row].tolist()
    cells = [
        f'<rect class="{css_class(step)}" x="{at * size.wide}">'
        f"<title>{_text(drawing.title(row, at))}</title></rect>"
        for at, step in enumerate(steps)
        if drawing.there[row, at]
    ]
    if not size.name.startswith("text"):
        return "".join(cells)
    texts = [
        f'<text{"" if step else ZERO} x="{at * size.wide + size.wide // 2}" y="24">{_text(text)}</text>'
        for at, (step, text) in enumerate(zip(steps, drawing.texts[row], strict=True))
        if text
    ]
    return "".join(cells + texts)


def _image(drawing: Drawing, size: Size) -> str:
    rows, columns = drawing.steps.shape
    indices = (drawing.steps + STEPS).astype(np.uint8)
    box = f'width="{columns * size.wide}" height="{rows * size.high}" preserveAspectRatio="none"'
    return "".join(
        f'<image class="on-{name}" {box} href="{png_uri(indices, scheme.palette())}"/>'
        for name, scheme in (("light", LIGHT), ("dark", DARK))
    )


def _outlines(drawing: Drawing, size: Size) -> str:
    if not drawing.wrong.any():
        return ""
    style = "outline dashed" if drawing.dashed else "outline"
    if size.wide > SMALL.wide:
        return f'<path class="{style}" d="{_boxes(drawing.wrong, size)}"/>'
    border = _border(drawing.wrong, size)
    return f'<path class="halo" d="{border}"/><path class="{style}" d="{border}"/>'


def _boxes(wrong: NDArray[np.bool_], size: Size) -> str:
    wide, high = size.wide - 3, size.high - 3  # within the cell, the gap to the next one left free
    return "".join(
        f"M{column * size.wide + 1} {row * size.high + 1}h{wide}v{high}h-{wide}z"
        for row, column in np.argwhere(wrong).tolist()
    )


def _border(wrong: NDArray[np.bool_], size: Size) -> str:
    """Draw the border of the wrong areas: every edge between a wrong cell and another, in runs."""
    across, down = _edges(wrong), _edges(wrong.T)
    return "".join(
        [f"M{at * size.wide} {row * size.high}h{run * size.wide}" for row, at, run in _runs(across)]
        + [f"M{column * size.wide} {at * size.high}v{run * size.high}" for column, at, run in _runs(down)]
    )


def _edges(flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell where a flag and the one above it differ; outside of the rows there are none."""
    return np.diff(flags, axis=0, prepend=False, append=False)


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int, int]]:
    """Find the runs of flags in each row: row, start and length."""
    edges = np.diff(flags.astype(np.int8), axis=1, prepend=0, append=0)
    starts, ends = np.argwhere(edges == 1).tolist(), np.argwhere(edges == -1).tolist()
    return [(row, start, end - start) for (row, start), (_, end) in zip(starts, ends, strict=True)]


def _numbers(drawing: Drawing, size: Size) -> str:
    shown = "".join(_number(drawing, size, place, number) for place, number in drawing.numbers.items())
    return f'<g class="numbers">{shown}</g>' if shown else ""


def _number(drawing: Drawing, size: Size, place: tuple[int, int], number: int) -> str:
    """Write a number: in the cell where there is room, else beside it."""
    row, column = place
    x, y = float(column * size.wide), float(row * size.high)
    if size.name.startswith("text"):
        x, y = x + 4, y + 11
    elif size.wide > SMALL.wide:
        x, y = x + size.wide / 2, y + size.high / 2
    else:
        at_the_edge = column >= drawing.steps.shape[1] - 2
        x, y = (x - BESIDE if at_the_edge else x + size.wide + BESIDE), y + size.high / 2
    title = f"<title>{_text(drawing.title(row, column))}</title>"
    return f'<text x="{x:g}" y="{y:g}">{title}{number}</text>'


def _text(text: str) -> Markup:
    return escape(one_line(text))
