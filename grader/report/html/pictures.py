"""Turns a plane of two arrays that differ into pictures: inputs, expected, actual, and the difference."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from grader.messages import message, say
from grader.report.html.heatmap import Drawing, draw, is_image
from grader.report.numbers import FEWEST_DECIMALS, MOST_DECIMALS, written
from grader.report.planes import window_beside
from grader.report.shades import scale_of, shades

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from markupsafe import Markup
    from numpy.typing import NDArray

    from grader.messages import Lang
    from grader.report.planes import Sheets, Window

DIGITS: Final = ".6g"
ROUGHLY: Final = ".3g"


class Picture(NamedTuple):
    """One heatmap, what stands above it, and the smallest and the largest number in it."""

    title: str
    span: str
    svg: Markup


class Subject(NamedTuple):
    """What all the pictures of one failure have in common; `wrong` is laid out as the arrays are."""

    actual: Sheets
    expected: Sheets
    wrong: NDArray[np.bool_]
    inputs: Sequence[Sheets]
    form: str
    lang: Lang


class _Seen(NamedTuple):
    """An array through a window, in one format."""

    sheet: Sheets
    window: Window
    values: NDArray[np.float64]
    form: str


def input_pictures(subject: Subject, window: Window) -> tuple[Picture, ...]:
    """Draw the part of each input that belongs to a window of the result."""
    return tuple(_input(each, _beside(subject, each, window), subject.lang) for each in subject.inputs)


def cells_drawn(subject: Subject, window: Window) -> int:
    """Count the cells that the pictures of a window have; those of images do not count."""
    windows = [window] * 3 + [_beside(subject, each, window) for each in subject.inputs]
    return sum(each.rows * each.columns for each in windows if not is_image(each.rows, each.columns))


def indexed(index: Sequence[int]) -> str:
    """Write an index as Python does; nothing for a scalar."""
    return f"[{', '.join(map(str, index))}]" if index else ""


def signed(value: float, form: str) -> str:
    """Write a difference with its sign."""
    return written(value, form if form.startswith("+") else f"+{form}")


def _beside(subject: Subject, other: Sheets, window: Window) -> Window:
    return window_beside(window, shape=other.planes.shape, other_shape=subject.expected.planes.shape)


def _input(sheet: Sheets, window: Window, lang: Lang) -> Picture:
    seen = _Seen(sheet, window, window.of(sheet.planes), _own_form(sheet))
    drawing = _drawing(seen, shades(seen.values, scale_of(sheet.planes)))
    return _picture(sheet.named(window), seen, drawing, lang)


def result_pictures(
    subject: Subject, window: Window, numbers: Mapping[tuple[int, int], int]
) -> tuple[Picture, ...]:
    """Draw a window of what was expected, of what came and of the difference, with the wrong cells marked."""
    actual, expected = window.of(subject.actual.planes), window.of(subject.expected.planes)
    wrong = window.of(subject.wrong)
    with np.errstate(all="ignore"):
        apart = np.where(wrong, actual - expected, 0.0)
    scale = scale_of(subject.expected.planes, subject.actual.planes)
    name = subject.expected.named(window)
    drawn = []
    for key, values, its_scale in (
        ("expected", expected, scale),
        ("actual", actual, scale),
        ("difference", apart, scale_of(apart)),
    ):
        seen = _Seen(subject.expected, window, values, subject.form)
        drawing = _drawing(seen, shades(values, its_scale))._replace(
            wrong=wrong,
            dashed=key == "expected",
            numbers=numbers,
            title=_titles(subject, window, actual=actual, expected=expected),
        )
        if key == "difference":
            drawing = drawing._replace(texts=_differences(apart, wrong, subject.form))
        drawn.append(_picture(_words(subject.lang, key, value=name), seen, drawing, subject.lang))
    return tuple(drawn)


def _drawing(seen: _Seen, steps: NDArray[np.int8]) -> Drawing:
    sheet, window, values, form = seen
    there = sheet.there(window)
    return Drawing(
        label="",
        steps=steps,
        there=there,
        wrong=np.zeros_like(there),
        dashed=False,
        numbers={},
        texts=_texts(values, there, form),
        title=lambda row, column: f"{indexed(sheet.at(window, row, column))} {values[row, column]:{DIGITS}}",
        row_labels=[sheet.row_label(window, row) for row in range(window.rows)],
        column_labels=range(window.column, window.column + window.columns),
    )


def _picture(title: str, seen: _Seen, drawing: Drawing, lang: Lang) -> Picture:
    finite = seen.values[np.isfinite(seen.values)]
    span = ""
    if finite.size:
        low, high = float(finite.min()), float(finite.max())
        span = _words(lang, "span", low=format(low, ROUGHLY), high=format(high, ROUGHLY))
    rows, columns = seen.values.shape
    label = _words(lang, "picture", title=title, rows=rows, columns=columns, span=span)
    return Picture(title, span, draw(drawing._replace(label=label)))


def _texts(values: NDArray[np.float64], there: NDArray[np.bool_], form: str) -> list[list[str]]:
    if is_image(*values.shape):
        return []
    return [
        [written(value, form) if has else "" for value, has in zip(row, flags, strict=True)]
        for row, flags in zip(values.tolist(), there.tolist(), strict=True)
    ]


def _differences(apart: NDArray[np.float64], wrong: NDArray[np.bool_], form: str) -> list[list[str]]:
    if is_image(*apart.shape):
        return []
    return [
        [signed(value, form) if flag else "" for value, flag in zip(row, flags, strict=True)]
        for row, flags in zip(apart.tolist(), wrong.tolist(), strict=True)
    ]


def _titles(
    subject: Subject, window: Window, *, actual: NDArray[np.float64], expected: NDArray[np.float64]
) -> Callable[[int, int], str]:
    wrong = window.of(subject.wrong)

    def title(row: int, column: int) -> str:
        index = indexed(subject.expected.at(window, row, column))
        if not wrong[row, column]:
            return f"{index} {expected[row, column]:{DIGITS}}"
        given, wanted = float(actual[row, column]), float(expected[row, column])
        return _words(
            subject.lang, "cell", index=index, actual=format(given, DIGITS), expected=format(wanted, DIGITS)
        )

    return title


def _own_form(sheet: Sheets) -> str:
    """Choose a format for the numbers of an input: two decimals as a rule, more where they are small."""
    if sheet.whole_numbers:
        return ".0f"
    magnitude = math.floor(math.log10(scale_of(sheet.planes)))
    return f".{max(FEWEST_DECIMALS, min(1 - magnitude, MOST_DECIMALS))}f"


def _words(lang: Lang, key: str, **args: object) -> str:
    return say(message(f"html.{key}", **args), lang)
