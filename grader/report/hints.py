"""Turns a diagnosis into lines: what was probably done, what results have in common, a small example."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from grader.report.arrays import Headings, side_by_side
from grader.report.calls import constructed
from grader.report.paint import BOLD, DIM, line

if TYPE_CHECKING:
    from grader.model.diagnosis import Diagnosis, SmallExample
    from grader.model.exercise import Text
    from grader.report.look import Look
    from grader.report.paint import Line

_INDENT_CELLS: Final = 2
_PLANES_SHOWN: Final = 2


def hint_lines(diagnosis: Diagnosis | None, look: Look, *, atol: float) -> list[Line]:
    """Say what a failure looks like; nothing when nothing is known."""
    if diagnosis is None:
        return []
    lines = _causes(diagnosis, look)
    if diagnosis.clues:
        lines += [
            line(look.words("clues"), BOLD),
            *(_indented(_text(clue.told, look)) for clue in diagnosis.clues),
        ]
    if diagnosis.small_example is not None:
        lines += _example(diagnosis.small_example, look, atol=atol)
    return [*lines, line()] if lines else []


def _causes(diagnosis: Diagnosis, look: Look) -> list[Line]:
    known = diagnosis.misconceptions
    if not known:
        return []
    heading = line(look.words("cause" if len(known) == 1 else "causes"), BOLD)
    return [heading, *(_indented(_text(one.explanation, look)) for one in known)]


def _example(example: SmallExample, look: Look, *, atol: float) -> list[Line]:
    lines = [line(look.words("small_example", called=constructed(example.spec)), BOLD)]
    for name, array in example.inputs.items():
        lines += [line(f"{name} {array.shape}", DIM, indent=_INDENT_CELLS), *_rows(np.asarray(array))]
    pictures = side_by_side(
        name=example.value,
        actual=example.actual,
        expected=example.expected,
        atol=atol,
        headings=Headings(look.words("expected_heading"), look.words("actual_heading")),
        width=look.width - 2 * _INDENT_CELLS,
        most_planes=_PLANES_SHOWN,
    )
    lines.append(line(f"{example.value} {example.expected.shape}", DIM, indent=_INDENT_CELLS))
    return [*lines, *((*line(indent=2 * _INDENT_CELLS), *spans) for spans in pictures.lines)]


def _rows(array: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> list[Line]:
    """Show a small array as numpy prints it, without its outer brackets."""
    width = max((len(f"{value:g}") for value in array.ravel().tolist()), default=1)
    shown = np.array2string(np.squeeze(array), formatter={"all": lambda value: f"{value:{width}g}"})
    return [line(row, indent=2 * _INDENT_CELLS) for row in shown.splitlines() if row]


def _indented(text: str) -> Line:
    return line(text, indent=_INDENT_CELLS)


def _text(text: Text, look: Look) -> str:
    return text.zh if look.lang == "zh" else text.en
