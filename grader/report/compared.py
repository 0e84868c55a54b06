"""Turns a mismatch into the two arrays that differ, where they do, and the inputs that they come of."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from grader.model.judgement import NotFinite, WrongValues

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from grader.model.case import Array, Case, CaseSpec
    from grader.model.judgement import Mismatch


class Compared(NamedTuple):
    """Two arrays of one shape that differ; `wrong`, of the same shape, says where."""

    name: str
    actual: Array
    expected: Array
    wrong: NDArray[np.bool_]
    inputs: Mapping[str, Array]


def compared(mismatch: Mismatch, case: Case) -> Compared | None:
    """Take the arrays out of a mismatch; None where the type or the shape is wrong."""
    found = mismatch.difference
    if not isinstance(found, WrongValues | NotFinite):
        return None
    # Only what is not finite is marked: whether the rest is right was not asked.
    atol = found.atol if isinstance(found, WrongValues) else sys.float_info.max
    wrong = where_wrong(actual=found.actual, expected=found.expected, atol=atol)
    inputs = {name: case.inputs[name] for name in inputs_of(case.spec, mismatch.value) if name in case.inputs}
    return Compared(mismatch.value, found.actual, found.expected, wrong, inputs) if wrong.any() else None


def where_wrong(*, actual: Array, expected: Array, atol: float) -> NDArray[np.bool_]:
    """Tell which elements differ by more than is allowed; NaN and infinity always do."""
    with np.errstate(all="ignore"):
        given, wanted = np.asarray(actual, dtype=np.float64), np.asarray(expected, dtype=np.float64)
        return np.asarray(~(np.abs(given - wanted) <= atol))


def inputs_of(spec: CaseSpec, value: str) -> list[str]:
    """Name what a value comes of: arguments of the constructor, and of the latest call of each method."""
    latest: dict[str, tuple[str, ...]] = {}
    for step in spec.steps:
        latest[step.call] = step.args
        if any(observe.name == value for observe in step.observe):
            break
    return list(dict.fromkeys([*spec.construct, *(name for args in latest.values() for name in args)]))
