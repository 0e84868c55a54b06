"""Turns what a solution of the course gave for a case into whether a submission would pass with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from grader.checker.compare import compare
from grader.model.case import REAL_KINDS
from grader.model.observation import ReturnedArray, ReturnedNothing, ReturnedOther
from grader.oracle.solutions import Failed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.model.case import Case
    from grader.model.exercise import Exercise
    from grader.model.observation import ReturnedValue

_NUMBERS: Final = (bool, int, float, np.number, np.bool_)


def passes(exercise: Exercise, case: Case, answer: Mapping[str, object] | Failed) -> bool:
    """Tell whether an answer is right: exactly what a judge would say of a submission that gives it.

    Parameters
    ----------
    answer : mapping of str to object, or Failed
        The observed values as `play` gives them.
    """
    if isinstance(answer, Failed):
        return False
    return all(
        compare(
            actual=_as_returned(answer[seen.name]),
            expected=case.expected[seen.name],
            atol=exercise.tolerance.atol,
            scalar=seen.scalar,
        )
        is None
        for step in case.spec.steps
        for seen in step.observe
    )


def _as_returned(value: object) -> ReturnedValue:
    """Say of a value what the sandbox would have said of it."""
    if value is None:
        return ReturnedNothing()
    if isinstance(value, np.ndarray):
        array = value.view(np.ndarray)
        if array.dtype.kind in REAL_KINDS:
            return ReturnedArray(array=array)
        return ReturnedOther(type_name="ndarray", dtype=str(array.dtype), shape=array.shape)
    if isinstance(value, _NUMBERS):
        return ReturnedArray(array=np.asarray(value), scalar=True)
    return ReturnedOther(type_name=type(value).__name__)
