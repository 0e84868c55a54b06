"""Turns a failing case into smaller ones that may fail too: fewer cells, small whole numbers, same params."""

from __future__ import annotations

from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec
import numpy as np

from grader.arrays.draw import Undrawable, draw_input
from grader.model.case import Drawn, Literally
from grader.model.exercise import Draw
from grader.model.expression import ExpressionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.model.case import Array, CaseSpec
    from grader.model.exercise import Exercise, InputRule

_Axes: TypeAlias = "dict[str, tuple[int, ...]]"

_SIZES_TRIED: Final = 400
_SMALL_SIZES: Final = 8
_SEED: Final = 1


def smaller_specs(exercise: Exercise, spec: CaseSpec) -> list[CaseSpec]:
    """List the cases that are smaller than a given one, the smallest first.

    Parameters
    ----------
    exercise : Exercise
        Whose shapes follow from params and sizes.
    spec : CaseSpec
        A failing case.

    Returns
    -------
    list of CaseSpec
        With literal inputs; empty where the shapes of the case's inputs cannot be worked out again.
    """
    rules = _rules_of(exercise, spec)
    if rules is None:
        return []
    found = []
    for axes in _smaller_axes(_axes(rules, spec)):
        dims = {symbol: prod(sizes) for symbol, sizes in axes.items()}
        shapes = _shapes(rules, {**spec.params, **dims}, axes)
        if shapes is not None:
            found.append((sum(map(prod, shapes.values())), dims, shapes))
    found.sort(key=lambda one: one[0])
    draws = {name: _draw(spec.inputs[name], rule) for name, rule in rules.items()}
    return [_small_spec(spec, draws, dims, shapes) for _, dims, shapes in found[:_SIZES_TRIED]]


def _draw(given: Drawn | Literally, rule: InputRule) -> Draw:
    """Tell what kind of values the case has: its own draw's, or those that the exercise usually draws."""
    if isinstance(given, Drawn):
        return given.draw
    return msgspec.structs.replace(rule.draw, dtype=given.array.dtype.name)


def _rules_of(exercise: Exercise, spec: CaseSpec) -> dict[str, InputRule] | None:
    """Find the rule of each input's shape; a case's own input has that of the one it is shaped like."""
    known = {rule.name: rule for rule in exercise.inputs}
    by_shape = {_shape(spec.inputs[name]): rule for name, rule in known.items() if name in spec.inputs}
    rules = {name: known.get(name) or by_shape.get(_shape(given)) for name, given in spec.inputs.items()}
    complete = {name: rule for name, rule in rules.items() if rule is not None}
    return complete if len(complete) == len(rules) else None


def _shape(given: Drawn | Literally) -> tuple[int, ...]:
    return given.shape if isinstance(given, Drawn) else given.array.shape


def _axes(rules: dict[str, InputRule], spec: CaseSpec) -> _Axes:
    """Give the sizes of the axes that each symbol stands for: one, or those of the input where it is open."""
    axes: _Axes = {symbol: (size,) for symbol, size in spec.dims.items()}
    for name, rule in rules.items():
        opened = rule.opened(_shape(spec.inputs[name]))
        if opened is not None:
            at, sizes = opened
            axes[rule.shape[at].text] = sizes
    return axes


def _smaller_axes(axes: _Axes) -> Iterator[_Axes]:
    choices = [
        sorted({size for size in range(1, full + 1) if size <= _SMALL_SIZES or size == full})
        for sizes in axes.values()
        for full in sizes
    ]
    for chosen in product(*choices):
        left = iter(chosen)
        yield {symbol: tuple(islice(left, len(sizes))) for symbol, sizes in axes.items()}


def _shapes(
    rules: dict[str, InputRule], names: dict[str, int | float], axes: _Axes
) -> dict[str, tuple[int, ...]] | None:
    try:
        shapes = {name: rule.sizes(names, axes) for name, rule in rules.items()}
    except ExpressionError:
        return None
    return shapes if all(size >= 1 for shape in shapes.values() for size in shape) else None


def _small_spec(
    spec: CaseSpec, draws: dict[str, Draw], dims: dict[str, int], shapes: dict[str, tuple[int, ...]]
) -> CaseSpec:
    inputs: dict[str, Drawn | Literally] = {
        name: Literally(array=_small_values(draws[name], name, shape)) for name, shape in shapes.items()
    }
    return msgspec.structs.replace(spec, dims=dims, inputs=inputs, timeout_seconds=None)


def _small_values(draw: Draw, name: str, shape: Sequence[int]) -> Array:
    """Whole numbers of the kind that the case has: with ties where it has them, negative where it is."""
    if draw.distribution in ("integers", "one_hot"):
        wish = draw
    else:
        wish = Draw(distribution="permutation", low=1, high=prod(shape) + 1, dtype="int64")
    try:
        values = draw_input(seed=_SEED, name=name, shape=tuple(shape), draw=wish)
    except Undrawable:
        values = np.ones(shape)
    sign = -1 if draw.high <= 0 else 1
    small = np.asarray(sign * values.astype(np.float64), dtype=draw.dtype)
    small.flags.writeable = False
    return small
