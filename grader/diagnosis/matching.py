"""Turns the observations of a failing submission into the misconceptions that give exactly the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.diagnosis.raised import alike
from grader.model.case import REAL_KINDS
from grader.model.judgement import WrongValues
from grader.model.observation import Raised, Returned, ReturnedArray, ReturnedNothing, ReturnedOther
from grader.oracle.solutions import Failed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.diagnosis.catalogue import Answer, Catalogue
    from grader.model.case import Array, Case
    from grader.model.diagnosis import Misconception
    from grader.model.observation import Observation, ReturnedValue
    from grader.model.seen import Seen


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
        is right: a misconception that fails where the submission does not is not what its author did. Where
        several classes fail and nothing explains that, those that explain the first of them.
    """
    failed = {one.case.spec.target for one in seen if not one.passed}
    found = _explaining(catalogue, seen, atol=atol) if failed else ()
    if found or len(failed) < 2:  # noqa: PLR2004 - there is no first of one
        return found
    first = next(target.name for target in catalogue.exercise.targets if target.name in failed)
    return _explaining(catalogue, [one for one in seen if one.case.spec.target == first], atol=atol)


def _explaining(catalogue: Catalogue, seen: Sequence[Seen], *, atol: float) -> tuple[Misconception, ...]:
    failing = [one for one in seen if not one.passed]
    passing = [one.case for one in seen if one.passed]
    if not all(isinstance(one.observation, Raised | Returned) for one in failing):
        return ()  # nothing known ends in another way, so nothing needs to be asked
    return tuple(
        known
        for known in catalogue.misconceptions
        if all(_explains(catalogue.answer(known, one.case), one, atol=atol) for one in failing)
        and all(is_right(catalogue.answer(known, case), case, atol=atol) for case in passing)
    )


def explaining_alone(
    catalogue: Catalogue, one: Seen, passing: Sequence[Seen], *, atol: float
) -> tuple[Misconception, ...]:
    """Find the misconceptions that give what one failing case returned, and are right on every case that is.

    Nothing is found by an exception: too many mistakes raise the same one.
    """
    return _explaining(catalogue, (one, *passing), atol=atol) if isinstance(one.observation, Returned) else ()


def is_right(answer: Answer, case: Case, *, atol: float) -> bool:
    """Whether an answer is what is expected."""
    return not isinstance(answer, Failed) and all(
        _same_array(answer[name], expected, atol=atol) for name, expected in case.expected.items()
    )


def _explains(answer: Answer, one: Seen, *, atol: float) -> bool:
    return (
        not _misses(answer, one, atol=atol)
        and _agrees(answer, one.observation, atol=atol)
        and not is_right(answer, one.case, atol=atol)
    )


def _misses(answer: Answer, one: Seen, *, atol: float) -> bool:
    """Tell most answers that are none of a submission's by one element: the first that it has wrong."""
    mismatch = one.judgement.mismatch
    if isinstance(answer, Failed) or mismatch is None or not isinstance(mismatch.difference, WrongValues):
        return False
    known, wrong = answer[mismatch.value], mismatch.difference.first[0]
    if not isinstance(known, np.ndarray) or known.shape != mismatch.difference.actual.shape:
        return False
    return known.dtype.kind in REAL_KINDS and abs(float(known[wrong.index]) - wrong.actual) > atol


def _agrees(answer: Answer, observation: Observation, *, atol: float) -> bool:
    if isinstance(answer, Failed):
        return (
            isinstance(observation, Raised)
            and observation.call == answer.call
            and observation.exception.type_name == answer.type_name
            and alike(observation.exception.text, str(answer.error))
        )
    return isinstance(observation, Returned) and all(
        _same_value(answer[name], value, atol=atol) for name, value in observation.values.items()
    )


def _same_value(known: object, observed: ReturnedValue, *, atol: float) -> bool:
    if isinstance(observed, ReturnedArray):
        return _same_array(known, observed.array, atol=atol)
    if isinstance(observed, ReturnedOther):
        return observed.dtype is None and observed.type_name == type(known).__name__
    return known is None and isinstance(observed, ReturnedNothing)


def _same_array(known: object, array: Array, *, atol: float) -> bool:
    if known is None:
        return False
    try:
        one, other = np.asarray(known, dtype=np.float64), np.asarray(array, dtype=np.float64)
    except (TypeError, ValueError):
        return False
    if one.shape != other.shape:
        return False
    with np.errstate(all="ignore"):
        apart = np.abs(one - other)
    largest = apart.max(initial=0.0)
    if not np.isnan(largest):
        return bool(largest <= atol)
    return bool(np.all((apart <= atol) | (one == other) | (np.isnan(one) & np.isnan(other))))
