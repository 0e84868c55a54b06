"""Turns a diagnosis into the entries of the JSON document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from grader.report.document import ArrayEntry, Clue, MisconceptionEntry, SmallExample, number_entry

if TYPE_CHECKING:
    from grader.model.case import Array
    from grader.model.diagnosis import Diagnosis


class Hints(NamedTuple):
    """What a document says of a diagnosis."""

    misconception: str | None = None
    misconceptions: tuple[MisconceptionEntry, ...] = ()
    clues: tuple[Clue, ...] = ()
    small_example: SmallExample | None = None


def hints_of(diagnosis: Diagnosis | None) -> Hints:
    """Make the entries of a diagnosis; `misconception` is told where there is one alone."""
    if diagnosis is None:
        return Hints()
    known = tuple(
        MisconceptionEntry(id=one.id, zh=one.explanation.zh, en=one.explanation.en)
        for one in diagnosis.misconceptions
    )
    return Hints(
        misconception=known[0].id if len(known) == 1 else None,
        misconceptions=known,
        clues=tuple(Clue(id=clue.id, zh=clue.told.zh, en=clue.told.en) for clue in diagnosis.clues),
        small_example=_example(diagnosis),
    )


def _example(diagnosis: Diagnosis) -> SmallExample | None:
    example = diagnosis.small_example
    if example is None:
        return None
    return SmallExample(
        params={name: number_entry(value) for name, value in example.spec.params.items()},
        inputs={name: _array(array) for name, array in example.inputs.items()},
        value=example.value,
        actual=_array(example.actual),
        expected=_array(example.expected),
    )


def _array(array: Array) -> ArrayEntry:
    return ArrayEntry(shape=array.shape, values=tuple(map(number_entry, array.ravel().tolist())))
