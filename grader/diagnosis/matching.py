"""Turns the observations of a failing submission into the misconceptions that give exactly the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.diagnosis.raised import gist
from grader.model.observation import Raised, Returned, ReturnedArray, ReturnedNothing
from grader.oracle.solutions import Failed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.diagnosis.catalogue import Answer, Catalogue
    from grader.diagnosis.seen import Seen
    from grader.model.case import Array, Case
    from grader.model.diagnosis import Misconception
    from grader.model.observation import Observation, ReturnedValue


def match(catalogue: Catalogue, seen: Sequence[Seen], *, atol: float) -> tuple[Misconception, ...]:
    """Find the misconceptions that explain every case.

    Parameters
    ----------
    catalogue : Catalogue
        What is known.
    seen : sequence of Seen
        All the cases that may be used, right ones too.
    atol : float
        The largest difference that counts as the same.

    Returns
    -------
    tuple of Misconception
        Those that are wrong in the submission's own way on every failing case, and right on every case that
        is right: a misconception that fails where the submission does not is not what its author did.
    """
    failing = [one for one in seen if not one.passed]
    if not failing:
        return ()
    passing = [one.case for one in seen if one.passed]
    return tuple(
        known
        for known in catalogue.misconceptions
        if all(_explains(catalogue.answer(known, one.case), one, atol=atol) for one in failing)
        and all(is_right(catalogue.answer(known, case), case, atol=atol) for case in passing)
    )


def is_right(answer: Answer, case: Case, *, atol: float) -> bool:
    """Whether an answer is what is expected."""
    return not isinstance(answer, Failed) and all(
        _same_array(answer[name], expected, atol=atol) for name, expected in case.expected.items()
    )


def _explains(answer: Answer, one: Seen, *, atol: float) -> bool:
    return _agrees(answer, one.observation, atol=atol) and not is_right(answer, one.case, atol=atol)


def _agrees(answer: Answer, observation: Observation, *, atol: float) -> bool:
    if isinstance(answer, Failed):
        return (
            isinstance(observation, Raised)
            and observation.call == answer.call
            and observation.exception.type_name == answer.type_name
            and gist(observation.exception.text) == gist(str(answer.error))
        )
    return isinstance(observation, Returned) and all(
        _same_value(answer[name], value, atol=atol) for name, value in observation.values.items()
    )


def _same_value(known: object, observed: ReturnedValue, *, atol: float) -> bool:
    if isinstance(observed, ReturnedArray):
        return _same_array(known, observed.array, atol=atol)
    return known is None and isinstance(observed, ReturnedNothing)


def _same_array(known: object, array: Array, *, atol: float) -> bool:
    if known is None:
        return False
    try:
        one, other = np.asarray(known, dtype=np.float64), array.astype(np.float64)
    except (TypeError, ValueError):
        return False
    if one.shape != other.shape:
        return False
    with np.errstate(all="ignore"):
        near = np.abs(one - other) <= atol
    return bool(np.all(near | (one == other) | (np.isnan(one) & np.isnan(other))))
