"""Turns a diagnosis into what the page shows of it: what was probably done, clues, a small example."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from grader.report.calls import constructed
from grader.report.compared import Compared, where_wrong
from grader.report.html.figures import figures

if TYPE_CHECKING:
    from collections.abc import Sized

    from grader.model.diagnosis import Diagnosis, SmallExample
    from grader.model.exercise import Text
    from grader.report.html.figures import Figures
    from grader.report.look import Look


class Hints(NamedTuple):
    """A heading, the misconceptions or clues alone below it; then the small example, drawn or written."""

    heading: str
    causes: tuple[str, ...]
    clues: tuple[str, ...]
    example: str | None
    figures: Figures | None = None
    written: str | None = None


def hints(diagnosis: Diagnosis | None, look: Look, *, atol: float) -> Hints | None:
    """Say what a failure looks like; None when nothing is known."""
    if diagnosis is None or not (diagnosis.misconceptions or diagnosis.clues or diagnosis.small_example):
        return None
    known, example = diagnosis.misconceptions, diagnosis.small_example
    return Hints(
        heading=heading_of(known, look),
        causes=tuple(in_language(one.explanation, look) for one in known),
        clues=tuple(in_language(one.told, look) for one in diagnosis.clues),
        example=None if example is None else look.words("small_example", called=constructed(example.spec)),
        figures=None if example is None else _figures(example, look, atol=atol),
    )


def heading_of(known: Sized, look: Look) -> str:
    """Say what stands below, going by how many misconceptions there are."""
    return look.words("cause" if len(known) == 1 else "causes" if known else "clues")


def in_language(text: Text, look: Look) -> str:
    """Choose the language of a text for people."""
    return text.zh if look.lang == "zh" else text.en


def _figures(example: SmallExample, look: Look, *, atol: float) -> Figures | None:
    if example.actual.shape != example.expected.shape:
        return None
    wrong = where_wrong(actual=example.actual, expected=example.expected, atol=atol)
    arrays = Compared(example.value, example.actual, example.expected, wrong, example.inputs)
    return figures(arrays, look.lang, most_planes=1) if wrong.any() else None
