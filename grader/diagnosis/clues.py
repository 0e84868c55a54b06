"""Turns wrong results into clues that hold for any layer: what all of them have in common.

A decisive clue says it all: beside it no other is worth reading. The others say where to look.
"""

from __future__ import annotations

from itertools import combinations, permutations, product
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from grader.messages import LANGS, message, say
from grader.model.diagnosis import Clue
from grader.model.exercise import Text
from grader.model.observation import Returned, ReturnedArray

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from grader.diagnosis.wrongs import Wrong
    from grader.model.case import CaseSpec
    from grader.model.exercise import Step
    from grader.model.observation import Observation
    from grader.model.seen import Seen

Found: TypeAlias = "Iterator[tuple[str, dict[str, object]]]"
_AXES_MAX: Final = 5
_FACTOR_DIGITS: Final = 3
# Fewer wrong cells than this lie at the border, or in one row, by chance.
_CELLS_MIN: Final = 4
_RIGHT, _PARTLY, _MOSTLY = range(3)


def decisive_clues(wrongs: Sequence[Wrong]) -> tuple[Clue, ...]:
    """Find clues that explain the wrong results completely.

    Parameters
    ----------
    wrongs : sequence of Wrong
        All of the same value.

    Returns
    -------
    tuple of Clue
        Only clues that hold for every one of them, the most telling first.
    """
    return _found(_DECISIVE, wrongs)


def supporting_clues(wrongs: Sequence[Wrong]) -> tuple[Clue, ...]:
    """Find clues that say where, or in what way, all the results are wrong. See `decisive_clues`."""
    return _found(_SUPPORTING, wrongs)


def call_clues(seen: Sequence[Seen]) -> tuple[Clue, ...]:
    """Find clues in what the calls of one case have to do with each other."""
    looks = (_second_call, _same_for_all)
    return tuple(clue(name, **args) for look in looks for name, args in look(seen))


def _found(
    looks: tuple[Callable[[Sequence[Wrong]], Found], ...], wrongs: Sequence[Wrong]
) -> tuple[Clue, ...]:
    if not wrongs:
        return ()
    return tuple(clue(name, value=wrongs[0].value, **args) for look in looks for name, args in look(wrongs))


def first_of(found: Iterable[Clue | None], most: int) -> tuple[Clue, ...]:
    """Take so many clues, each once; nothing is looked for beyond them."""
    known: dict[str, Clue] = {}
    for one in found:
        if one is not None:
            known.setdefault(one.id, one)
        if len(known) == most:
            break
    return tuple(known.values())


def clue(name: str, /, **args: object) -> Clue:
    """Make the clue that is told under a name."""
    told = message(f"diagnosis.{name}", **args)
    return Clue(id=name, told=Text(**{lang: say(told, lang) for lang in LANGS}))


def _all_zeros(wrongs: Sequence[Wrong]) -> Found:
    if not any(wrong.actual.any() for wrong in wrongs):
        yield "all_zeros", {}


def _equal_to_input(wrongs: Sequence[Wrong]) -> Found:
    for name in wrongs[0].inputs:
        if all(
            name in wrong.inputs and wrong.same(wrong.actual, np.asarray(wrong.inputs[name], np.float64))
            for wrong in wrongs
        ):
            yield "equal_to_input", {"name": name}


def _factor(wrongs: Sequence[Wrong]) -> Found:
    weight = sum(float((wrong.expected**2).sum()) for wrong in wrongs)
    along = sum(float((wrong.actual * wrong.expected).sum()) for wrong in wrongs)
    factor = round(along / weight, 6) if weight else 0.0
    if not factor or not all(wrong.same(wrong.actual, factor * wrong.expected) for wrong in wrongs):
        return
    if factor == -1.0:
        yield "opposite_sign", {}
    elif sum(int(np.count_nonzero(wrong.expected)) for wrong in wrongs) > 1:  # any number is a factor of one
        yield "constant_factor", {"factor": f"{factor:.{_FACTOR_DIGITS}g}"}


def _axes(wrongs: Sequence[Wrong]) -> Found:
    ndim = wrongs[0].expected.ndim
    if not 1 < ndim <= _AXES_MAX or any(wrong.expected.ndim != ndim for wrong in wrongs):
        return
    for order in permutations(range(ndim)):
        if order != tuple(range(ndim)) and all(
            wrong.same(wrong.actual, wrong.expected.transpose(order)) for wrong in wrongs
        ):
            yield "transposed_axes", {"order": order}
            return


def _same_numbers(wrongs: Sequence[Wrong]) -> Found:
    if all(
        wrong.actual.any()
        and wrong.same(np.sort(wrong.actual, axis=None), np.sort(wrong.expected, axis=None))
        for wrong in wrongs
    ):
        yield "same_numbers_elsewhere", {}


def _whole_numbers(wrongs: Sequence[Wrong]) -> Found:
    if all(_whole(wrong.actual) and not _whole(wrong.expected) for wrong in wrongs):
        yield "whole_numbers", {}


def _whole(numbers: NDArray[np.float64]) -> bool:
    return bool((numbers == np.rint(numbers)).all())


def _axis_ends(wrongs: Sequence[Wrong]) -> Found:
    """Look for an axis along which the first or the last index alone is right, or alone is wrong."""
    if not _enough(wrongs):
        return
    axes = range(min(wrong.actual.ndim for wrong in wrongs))
    along = [[_along(wrong, axis) for wrong in wrongs] for axis in axes]
    for (name, ends), axis in product(_ENDS.items(), axes):
        if all(ends(state) for state in along[axis]):
            yield name, {"axis": axis}
            return


def _along(wrong: Wrong, axis: int) -> NDArray[np.int8]:
    """For each index of an axis: right, partly wrong, or mostly: in half of what should not be zero."""
    others = tuple(other for other in range(wrong.actual.ndim) if other != axis)
    count, wanted = wrong.cells().sum(axis=others), (wrong.expected != 0).sum(axis=others)
    return np.where(count == 0, _RIGHT, np.where(2 * count >= wanted, _MOSTLY, _PARTLY)).astype(np.int8)


def _alone_right(state: NDArray[np.int8], end: int) -> bool:
    return state.size > 1 and state[end] == _RIGHT and bool(np.all(np.delete(state, end) == _MOSTLY))


def _alone_wrong(state: NDArray[np.int8], end: int) -> bool:
    return state.size > 1 and state[end] == _MOSTLY and bool(np.all(np.delete(state, end) == _RIGHT))


_ENDS: Final[dict[str, Callable[[NDArray[np.int8]], bool]]] = {
    "only_first_right": lambda state: _alone_right(state, 0),
    "only_last_right": lambda state: _alone_right(state, -1),
    "only_first_wrong": lambda state: _alone_wrong(state, 0),
    "only_last_wrong": lambda state: _alone_wrong(state, -1),
}


def _enough(wrongs: Sequence[Wrong]) -> bool:
    return sum(int(wrong.cells().sum()) for wrong in wrongs) >= _CELLS_MIN


def _border_only(wrongs: Sequence[Wrong]) -> Found:
    if any(wrong.actual.ndim < 2 or min(wrong.actual.shape[-2:]) <= 2 for wrong in wrongs):  # noqa: PLR2004 - something must be inside
        return
    if _enough(wrongs) and not any(wrong.cells()[..., 1:-1, 1:-1].any() for wrong in wrongs):
        yield "border_only", {}


def _second_call(seen: Sequence[Seen]) -> Found:
    """Whether cases fail if, and only if, they call a method again, and not before they do."""
    failing = [one for one in seen if not one.passed]
    single = [one for one in seen if not _repeated(one.case.spec)]
    if failing and single and all(map(_fails_late, failing)):
        yield "second_call", {}


def _repeated(spec: CaseSpec) -> bool:
    return len({step.call for step in spec.steps}) < len(spec.steps)


def _fails_late(one: Seen) -> bool:
    mismatch = one.judgement.mismatch
    steps = one.case.spec.steps
    at = (
        len(steps) - 1
        if mismatch is None
        else next(
            at for at, step in enumerate(steps) if mismatch.value in [seen.name for seen in step.observe]
        )
    )
    return any(step.call == steps[at].call for step in steps[:at])


def _same_for_all(seen: Sequence[Seen]) -> Found:
    """Whether calls one right after the other gave the same, although their inputs differ."""
    pairs = {
        (earlier.call, value, name)
        for one in seen
        for earlier, later in combinations(one.case.spec.steps, 2)
        if earlier.call == later.call and not _between(one.case.spec, earlier, later)
        for value, name in _unmoved(one, earlier, later)
    }
    for _, value, name in sorted(pairs)[:1]:
        yield "same_for_all", {"value": value, "name": name}


def _between(spec: CaseSpec, earlier: Step, later: Step) -> bool:
    steps = spec.steps[spec.steps.index(earlier) + 1 : spec.steps.index(later)]
    return any(step.call != earlier.call for step in steps)


def _unmoved(one: Seen, earlier: Step, later: Step) -> Iterator[tuple[str, str]]:
    case = one.case
    changed = [name for name, other in zip(earlier.args, later.args, strict=False) if name != other]
    if len(changed) != 1:
        return
    for before, after in zip(earlier.observe, later.observe, strict=False):
        first, second = _array(one.observation, before.name), _array(one.observation, after.name)
        if (
            first is not None
            and second is not None
            and first.shape == case.expected[before.name].shape
            and np.array_equal(first, second)
            and not np.array_equal(case.expected[before.name], case.expected[after.name])
        ):
            yield before.name, changed[0]


def _array(observation: Observation, value: str) -> NDArray[np.generic] | None:
    returned = observation.values.get(value) if isinstance(observation, Returned) else None
    return returned.array if isinstance(returned, ReturnedArray) else None


_DECISIVE: Final = (_all_zeros, _equal_to_input, _factor, _axes)
_SUPPORTING: Final = (_whole_numbers, _same_numbers, _axis_ends, _border_only)
