"""Turns the reference and a case into evidence that its gradients are gradients.

A value `dx` that a later call gives, for the upstream gradient `g` of what an earlier call returned for `x`,
must be the derivative of `L = sum(out * g)` with respect to `x`: `(L(x + h*v) - L(x - h*v)) / 2h` is held
against `sum(dx * v)`, along several directions v. And it must be linear in `g`. Nothing else is assumed of
the exercise: where it has no such pair of calls, nothing is checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import msgspec
import numpy as np

from grader.arrays.stream import Stream
from grader.audit.ties import decided_by_ties
from grader.messages import message
from grader.oracle.solutions import Failed, play

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import ModuleType

    from numpy.typing import NDArray

    from grader.messages import Message
    from grader.model.case import Array, Case
    from grader.model.exercise import Step

Numbers: TypeAlias = "NDArray[np.float64]"

_STEP: Final = 1e-6
_DIRECTIONS: Final = 6
_SINGLE_CELLS: Final = 4
_RELATIVE: Final = 1e-4
_ABSOLUTE: Final = 1e-5
_LINEAR: Final = 1e-9
_PREFIX: Final = "d"


class Pair(NamedTuple):
    """A call that returns a gradient, and the call before it whose gradient it is.

    Parameters
    ----------
    forward, backward : int
        The places of the two steps in the case.
    out : str
        What the earlier one returns.
    upstream : str or None
        The input that the later one is given; None where it is given nothing, as after a loss.
    gradients : dict
        The name of each gradient, by that of the input it belongs to.
    """

    forward: int
    backward: int
    out: str
    upstream: str | None
    gradients: dict[str, str]


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """How far the reference was proven.

    Parameters
    ----------
    numerical, linear : tuple of str
        The cases whose gradients were held against numerical ones, and against their own linearity.
    left_out : dict
        The cases whose gradients were not held against numerical ones, and why.
    failures : tuple of Message
        What does not hold.
    """

    numerical: tuple[str, ...] = ()
    linear: tuple[str, ...] = ()
    left_out: dict[str, Message] = {}
    failures: tuple[Message, ...] = ()


def prove(reference: ModuleType, cases: Sequence[Case], *, atol: float) -> Proof:
    """Hold the reference against numerical gradients and against the linearity of gradients, on every case.

    Parameters
    ----------
    reference : module
        The exercise's.
    cases : sequence of Case
        With drawn inputs.
    atol : float
        The tolerance of the exercise.

    Notes
    -----
    A case is left out of the first where a derivative need not exist: where equal values decide, and where
    what is differentiated by holds integers. Other kinks are met with the chance that a random value lies
    within 1e-6 of one.
    """
    numerical: list[str] = []
    linear: list[str] = []
    left_out: dict[str, Message] = {}
    failures: list[Message] = []
    for case in cases:
        name = case.spec.name
        found = list(pairs(case))
        reason = _no_derivative(reference, case, found, atol=atol)
        if reason is None:
            numerical.append(name)
            failures += (told for pair in found for told in _numerical(reference, case, pair))
        else:
            left_out[name] = reason
        upstream = [pair for pair in found if pair.upstream is not None]
        linear += [name] if upstream else []
        failures += (told for pair in upstream for told in _linear(reference, case, pair))
        failures += _repeatable(reference, case)
    return Proof(
        numerical=tuple(numerical), linear=tuple(linear), left_out=left_out, failures=tuple(failures)
    )


def pairs(case: Case) -> Iterator[Pair]:
    """Find the gradients of a case: a value called `d` and the name of an input, with that input's shape."""
    for backward, step in enumerate(case.spec.steps):
        for forward in range(backward - 1, -1, -1):
            pair = _pair(case, forward, backward, step)
            if pair is not None:
                yield pair
                break


def _pair(case: Case, forward: int, backward: int, step: Step) -> Pair | None:
    earlier = case.spec.steps[forward]
    returned = [seen.name for seen in earlier.observe if seen.attribute is None]
    if not returned:
        return None
    out = case.expected[returned[0]]
    fitting = [name for name in step.args if name in case.inputs and case.inputs[name].shape == out.shape]
    if not fitting and (step.args or out.size != 1):
        return None
    known = [name for name in (*case.spec.construct, *earlier.args) if name in case.inputs]
    gradients = {
        name: f"{_PREFIX}{name}"
        for name in known
        for seen in step.observe
        if seen.name == f"{_PREFIX}{name}" and case.expected[seen.name].shape == case.inputs[name].shape
    }
    upstream = fitting[0] if fitting else None
    return Pair(forward, backward, returned[0], upstream, gradients) if gradients else None


def _no_derivative(
    reference: ModuleType, case: Case, found: Sequence[Pair], *, atol: float
) -> Message | None:
    if not found:
        return message("audit.left_out_no_gradient")
    if any(case.inputs[name].dtype.kind in "iu" for pair in found for name in pair.gradients):
        return message("audit.left_out_integers")
    return message("audit.left_out_ties") if decided_by_ties(reference, case, atol=atol) else None


def _numerical(reference: ModuleType, case: Case, pair: Pair) -> Iterator[Message]:
    for name, gradient in pair.gradients.items():
        found = np.asarray(case.expected[gradient], dtype=np.float64)
        worst = 0.0
        for direction in _directions(case, name):
            slope = _slope(reference, case, pair, name, direction)
            told = float((found * direction).sum())
            worst = max(
                worst, abs(slope - told) / (_ABSOLUTE + _RELATIVE * float(np.abs(found * direction).sum()))
            )
        if not worst <= 1.0:
            yield message("audit.not_gradient", name=case.spec.name, value=gradient, of=pair.out, to=name)


def _directions(case: Case, name: str) -> Iterator[Numbers]:
    """Give directions of signs in all cells at once, then some single cells."""
    shape = case.inputs[name].shape
    size = case.inputs[name].size
    stream = Stream(0, f"{case.spec.name} {name}")
    for _ in range(_DIRECTIONS):
        yield (stream.below(2, size).astype(np.float64) * 2.0 - 1.0).reshape(shape)
    for cell in stream.order(size)[:_SINGLE_CELLS]:
        yield (np.arange(size) == cell).astype(np.float64).reshape(shape)


def _slope(reference: ModuleType, case: Case, pair: Pair, name: str, direction: Numbers) -> float:
    base = np.asarray(case.inputs[name], dtype=np.float64)
    above, below = (
        _loss(reference, case, pair, {**case.inputs, name: base + sign * _STEP * direction})
        for sign in (1.0, -1.0)
    )
    return (above - below) / (2.0 * _STEP)


def _loss(reference: ModuleType, case: Case, pair: Pair, inputs: Mapping[str, Array]) -> float:
    """Compute `sum(out * g)`, with the earlier call alone."""
    spec = msgspec.structs.replace(case.spec, steps=(case.spec.steps[pair.forward],))
    answer = play(reference, spec, dict(inputs))
    if isinstance(answer, Failed):
        return float("nan")
    upstream = 1.0 if pair.upstream is None else np.asarray(case.inputs[pair.upstream], dtype=np.float64)
    return float((np.asarray(answer[pair.out], dtype=np.float64) * upstream).sum())


def _linear(reference: ModuleType, case: Case, pair: Pair) -> Iterator[Message]:
    """Hold the gradients for `2*g - 3*h` against those for g and h, where h is g in another order."""
    upstream = str(pair.upstream)
    one = np.asarray(case.inputs[upstream], dtype=np.float64)
    other = one.ravel()[Stream(1, case.spec.name).order(one.size)].reshape(one.shape)
    answers = [
        _gradients(reference, case, pair, {**case.inputs, upstream: given})
        for given in (one, other, 2.0 * one - 3.0 * other)
    ]
    for gradient in pair.gradients.values():
        first, second, both = (answer.get(gradient) for answer in answers)
        if first is None or second is None or both is None:
            continue
        scale = max(1.0, float(np.abs(first).max()), float(np.abs(second).max()))
        if not (np.abs(both - (2.0 * first - 3.0 * second)) <= _LINEAR * scale * one.size).all():
            yield message("audit.not_linear", name=case.spec.name, value=gradient, upstream=upstream)


def _gradients(reference: ModuleType, case: Case, pair: Pair, inputs: dict[str, Array]) -> dict[str, Numbers]:
    spec = msgspec.structs.replace(
        case.spec, steps=(case.spec.steps[pair.forward], case.spec.steps[pair.backward])
    )
    answer = play(reference, spec, inputs)
    if isinstance(answer, Failed):
        return {}
    return {name: np.asarray(answer[name], dtype=np.float64) for name in pair.gradients.values()}


def _repeatable(reference: ModuleType, case: Case) -> Iterator[Message]:
    """Ask again: the same question has the same answer, to the bit."""
    answer = play(reference, case.spec, case.inputs)
    if isinstance(answer, Failed) or not all(
        np.array_equal(np.asarray(answer[name]), expected) for name, expected in case.expected.items()
    ):
        yield message("audit.not_repeatable", name=case.spec.name)
