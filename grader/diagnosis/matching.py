"""Turns the observations of a failing submission into the misconceptions that give exactly the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.diagnosis.catalogue import Failed
from grader.model.judgement import Verdict
from grader.model.observation import Raised, Returned, ReturnedArray, ReturnedNothing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.diagnosis.catalogue import Answer, Catalogue
    from grader.model.case import Case
    from grader.model.diagnosis import Misconception
    from grader.model.judgement import Judgement
    from grader.model.observation import Observation, ReturnedValue


def match(
    catalogue: Catalogue, seen: Sequence[tuple[Case, Observation, Judgement]], *, atol: float
) -> tuple[Misconception, ...]:
    """Find the misconceptions that explain every case.

    Parameters
    ----------
    catalogue : Catalogue
        What is known.
    seen : sequence of (Case, Observation, Judgement)
        All the cases that may be used, right ones too.
    atol : float
        The largest difference that counts as the same.

    Returns
    -------
    tuple of Misconception
        Those whose answers are the submission's on every failing case, and right on every case that is right: a
        misconception that fails where the submission does not is not what its author did.
    """
    failing = [(case, observation) for case, observation, judged in seen if judged.verdict is not Verdict.AC]
    passing = [case for case, _, judged in seen if judged.verdict is Verdict.AC]
    if not failing or not all(isinstance(observation, (Returned, Raised)) for _, observation in failing):
        return ()
    return tuple(
        known
        for known in catalogue.misconceptions
        if all(agrees(catalogue.answer(known, case), observation, atol=atol) for case, observation in failing)
        and all(_is_right(catalogue.answer(known, case), case, atol=atol) for case in passing)
    )


def agrees(answer: Answer, observation: Observation, *, atol: float) -> bool:
    """Whether a misconception's answer is what was observed."""
    if isinstance(answer, Failed):
        return (
            isinstance(observation, Raised)
            and observation.call == answer.call
            and observation.exception.type_name == answer.type_name
        )
    return isinstance(observation, Returned) and all(
        _same_value(answer[name], value, atol=atol) for name, value in observation.values.items()
    )


def _same_value(known: object, observed: ReturnedValue, *, atol: float) -> bool:
    if known is None:
        return isinstance(observed, ReturnedNothing)
    return isinstance(observed, ReturnedArray) and _same_array(known, observed.array, atol=atol)


def _same_array(known: object, array: np.ndarray[tuple[int, ...], np.dtype[np.generic]], *, atol: float) -> bool:
    try:
        one = np.asarray(known, dtype=np.float64)
    except (TypeError, ValueError):
        return False
    if one.shape != array.shape:
        return False
    with np.errstate(all="ignore"):
        return bool(np.allclose(array.astype(np.float64), one, rtol=0.0, atol=atol, equal_nan=True))


def _is_right(answer: Answer, case: Case, *, atol: float) -> bool:
    return not isinstance(answer, Failed) and all(
        answer[name] is not None and _same_array(answer[name], expected, atol=atol)
        for name, expected in case.expected.items()
    )
