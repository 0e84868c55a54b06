"""Turns wrong arrays into clues that hold for any layer: what all the wrong results have in common."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np

from grader.messages import LANGS, message, say
from grader.model.diagnosis import Clue
from grader.model.exercise import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from grader.model.case import Array

Numbers: TypeAlias = "NDArray[np.float64]"
Seen: TypeAlias = "Iterator[tuple[str, dict[str, object]]]"
_AXES_MAX: Final = 5
_FACTOR_DIGITS: Final = 3


class Wrong(NamedTuple):
    """One wrong result of the expected shape, with finite values, and the inputs of its case."""

    value: str
    actual: Numbers
    expected: Numbers
    inputs: dict[str, Array]
    atol: float

    def same(self, one: Numbers, other: Numbers) -> bool:
        """Whether two arrays agree within the tolerance of the case."""
        return one.shape == other.shape and bool(np.all(np.abs(one - other) <= self.atol))

    def cells(self) -> NDArray[np.bool_]:
        """Which cells differ."""
        return np.abs(self.actual - self.expected) > self.atol


def find_clues(wrongs: Sequence[Wrong]) -> tuple[Clue, ...]:
    """Find what all the wrong results have in common; the most telling first.

    Parameters
    ----------
    wrongs : sequence of Wrong
        The wrong results, at most one of each case.

    Returns
    -------
    tuple of Clue
        Only clues that hold for every one of them.
    """
    if not wrongs:
        return ()
    found = (clue for look in _LOOKS for clue in look(wrongs))
    return tuple(_clue(name, **args) for name, args in found)


def _clue(name: str, **args: object) -> Clue:
    told = message(f"diagnosis.{name}", **args)
    return Clue(id=name, told=Text(**{lang: say(told, lang) for lang in LANGS}))


def _all_zeros(wrongs: Sequence[Wrong]) -> Seen:
    if all(not wrong.actual.any() for wrong in wrongs):
        yield "all_zeros", {"value": wrongs[0].value}


def _equal_to_input(wrongs: Sequence[Wrong]) -> Seen:
    for name in wrongs[0].inputs:
        if all(name in wrong.inputs and wrong.same(wrong.actual, _numbers(wrong.inputs[name])) for wrong in wrongs):
            yield "equal_to_input", {"value": wrongs[0].value, "name": name}


def _factor(wrongs: Sequence[Wrong]) -> Seen:
    first = wrongs[0]
    weight = float((first.expected**2).sum())
    factor = float((first.actual * first.expected).sum()) / weight if weight else 0.0
    if not factor or not all(wrong.same(wrong.actual, factor * wrong.expected) for wrong in wrongs):
        return
    if round(factor, _FACTOR_DIGITS) == -1.0:
        yield "opposite_sign", {"value": first.value}
    else:
        yield "constant_factor", {"value": first.value, "factor": f"{factor:.{_FACTOR_DIGITS}g}"}


def _axes(wrongs: Sequence[Wrong]) -> Seen:
    ndim = wrongs[0].expected.ndim
    if not 1 < ndim <= _AXES_MAX or any(wrong.expected.ndim != ndim for wrong in wrongs):
        return
    for order in permutations(range(ndim)):
        if order != tuple(range(ndim)) and all(
            wrong.same(wrong.actual, wrong.expected.transpose(order)) for wrong in wrongs
        ):
            yield "transposed_axes", {"value": wrongs[0].value, "order": order}
            return


def _same_numbers(wrongs: Sequence[Wrong]) -> Seen:
    if all(
        wrong.actual.any() and wrong.same(np.sort(wrong.actual, axis=None), np.sort(wrong.expected, axis=None))
        for wrong in wrongs
    ):
        yield "same_numbers_elsewhere", {"value": wrongs[0].value}


def _border_only(wrongs: Sequence[Wrong]) -> Seen:
    if all(wrong.actual.ndim > 1 and min(wrong.actual.shape[-2:]) > 2 for wrong in wrongs) and not any(  # noqa: PLR2004 - something must be inside
        wrong.cells()[..., 1:-1, 1:-1].any() for wrong in wrongs
    ):
        yield "border_only", {"value": wrongs[0].value}


def _axis_range(wrongs: Sequence[Wrong]) -> Seen:
    """Whether along some axis only the first index, or only the last, is right."""
    for axis in range(wrongs[0].actual.ndim):
        if any(wrong.actual.ndim <= axis or wrong.actual.shape[axis] < 2 for wrong in wrongs):  # noqa: PLR2004 - one index says nothing
            continue
        right = [_right_along(wrong, axis) for wrong in wrongs]
        if all(along[0] and not along[1:].any() for along in right):
            yield "only_first_right", {"value": wrongs[0].value, "axis": axis}
        elif all(along[-1] and not along[:-1].any() for along in right):
            yield "only_last_right", {"value": wrongs[0].value, "axis": axis}


def _right_along(wrong: Wrong, axis: int) -> NDArray[np.bool_]:
    others = tuple(other for other in range(wrong.actual.ndim) if other != axis)
    right: NDArray[np.bool_] = ~wrong.cells().any(axis=others)
    return right


def _numbers(array: Array) -> Numbers:
    return np.asarray(array, dtype=np.float64)


_LOOKS: Final[tuple[Callable[[Sequence[Wrong]], Seen], ...]] = (
    _all_zeros,
    _equal_to_input,
    _factor,
    _axes,
    _same_numbers,
    _axis_range,
    _border_only,
)
