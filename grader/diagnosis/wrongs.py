"""Turns judged cases into wrong results: arrays side by side, with the inputs that were in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from grader.model.judgement import WrongValues

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from grader.model.case import Array, Case
    from grader.model.exercise import Exercise, Target
    from grader.model.seen import Seen

Numbers: TypeAlias = "NDArray[np.float64]"


class Wrong(NamedTuple):
    """A wrong result of the expected shape, with finite values.

    Parameters
    ----------
    value : str
        What it is called in the exercise, whatever the case calls it.
    given : bool
        It comes of a method that the template holds ready.
    inputs : dict of ndarray
        By their names in the exercise: those of the latest calls before the value was observed.
    params : dict
        Of the case.
    atol : float
        The largest error that was accepted.
    """

    value: str
    given: bool
    actual: Numbers
    expected: Numbers
    inputs: dict[str, Array]
    params: dict[str, int | float]
    atol: float

    def same(self, one: Numbers, other: Numbers) -> bool:
        """Whether two arrays agree within the tolerance of the case."""
        return one.shape == other.shape and bool(np.all(np.abs(one - other) <= self.atol))

    def cells(self) -> NDArray[np.bool_]:
        """Mark the cells that differ."""
        return np.asarray(np.abs(self.actual - self.expected) > self.atol)


def wrongs_of(exercise: Exercise, seen: Sequence[Seen]) -> tuple[Wrong, ...]:
    """Collect the wrong results, at most one of each case.

    Returns
    -------
    tuple of Wrong
        All of one and the same value: of those that are wrong in some case the one that the exercise observes
        first, for what comes after it may only be a consequence.
    """
    wrongs = [wrong for one in seen for wrong in _wrong_of(exercise, one)]
    order = [
        observed.name for target in exercise.targets for step in target.steps for observed in step.observe
    ]
    first = next((name for name in order if any(wrong.value == name for wrong in wrongs)), None)
    return tuple(wrong for wrong in wrongs if wrong.value == first)


def _wrong_of(exercise: Exercise, one: Seen) -> Iterator[Wrong]:
    mismatch = one.judgement.mismatch
    if mismatch is None or not isinstance(mismatch.difference, WrongValues):
        return
    target = next(target for target in exercise.targets if target.name == one.case.spec.target)
    value, inputs = _at_the_time(target, one.case, mismatch.value)
    yield Wrong(
        value=value,
        given=mismatch.given,
        actual=np.asarray(mismatch.difference.actual, dtype=np.float64),
        expected=np.asarray(mismatch.difference.expected, dtype=np.float64),
        inputs=inputs,
        params=one.case.spec.params,
        atol=mismatch.difference.atol,
    )


def _at_the_time(target: Target, case: Case, value: str) -> tuple[str, dict[str, Array]]:
    """Follow the calls up to an observed value: its name and the inputs, as the exercise calls them."""
    usual = {step.call: step for step in target.steps}
    inputs = {name: case.inputs[name] for name in case.spec.construct if name in case.inputs}
    for step in case.spec.steps:
        own = usual.get(step.call, step)
        taken = zip(own.args, step.args, strict=False)
        inputs |= {name: case.inputs[arg] for name, arg in taken if arg in case.inputs}
        for here, there in zip(step.observe, own.observe, strict=False):
            if here.name == value:
                return there.name, inputs
    return value, inputs
