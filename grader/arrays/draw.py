"""Turns a seed, a name, a shape and a way of drawing into one input array, the same bits everywhere."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from grader.arrays.stream import FRACTION_BITS, WIDEST_BOUND, Stream
from grader.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from grader.messages import Message
    from grader.model.case import Array
    from grader.model.exercise import Draw

_PHASE: Final = 0.25
_OTHER_PHASE: Final = 0.75
_TOO_NEAR_ZERO: Final = 0.125
_SUMMANDS: Final = 12


class Undrawable(ValueError):  # noqa: N818 - says what the input is, not that an error happened
    """An input cannot be drawn in the way that was asked for.

    Parameters
    ----------
    told : Message
        What is wrong and what was expected, for whoever wrote the case.
    """

    def __init__(self, told: Message) -> None:
        super().__init__(told.key, told.args)
        self.told = told


def draw_input(*, seed: int, name: str, shape: tuple[int, ...], draw: Draw, key: bytes = b"") -> Array:
    """Draw one input of a case.

    Parameters
    ----------
    seed : int
        The seed of the case, at least 0, of any size.
    name : str
        The name of the input: inputs of one case draw from streams of their own.
    shape : tuple of int
        Every size at least 1; `()` gives an array without axes.
    draw : Draw
        Distribution, range and dtype.
    key : bytes
        Of a hidden case under a course secret: see `grader.arrays.secret`.

    Returns
    -------
    ndarray of the given shape, of dtype `draw.dtype`
        Read-only, in C order and native byte order; all values finite.

    Raises
    ------
    Undrawable
        When shape, range and dtype do not allow what the distribution promises: the values of `permutation`
        are distinct and none is zero, integers are exact, nothing overflows.
    ValueError
        When the seed is negative.
    """
    if any(size < 1 for size in shape):
        raise Undrawable(message("draws.empty_shape", shape=shape))
    stream = Stream(seed, name, key)
    with np.errstate(all="ignore"):  # what overflows is told below, in words that fit the case file
        drawn = _DISTRIBUTIONS[draw.distribution](stream, shape, draw).astype(draw.dtype).reshape(shape)
    if not np.isfinite(drawn).all():
        raise Undrawable(message("draws.overflow", low=draw.low, high=draw.high, dtype=draw.dtype))
    drawn.flags.writeable = False
    return drawn


def _permutation(stream: Stream, shape: tuple[int, ...], draw: Draw) -> NDArray[Any]:
    count = math.prod(shape)
    values = _evenly_spaced(draw, count) if _is_float(draw) else _consecutive(draw, count)
    return values[stream.order(count)]


def _evenly_spaced(draw: Draw, count: int) -> NDArray[Any]:
    _require_range(draw)
    fractions = (np.arange(count, dtype=np.float64) + _phase(draw, count)) / float(count)
    values = (draw.low + (draw.high - draw.low) * fractions).astype(draw.dtype)
    if np.isfinite(values).all() and not (values.all() and (values[1:] > values[:-1]).all()):
        raise Undrawable(
            message("draws.not_distinct", count=count, low=draw.low, high=draw.high, dtype=draw.dtype)
        )
    return values


def _phase(draw: Draw, count: int) -> float:
    """Where in its step each value lies: away from zero, which padding would tie with."""
    if not draw.low < 0.0 < draw.high:
        return _PHASE
    zero = -draw.low / (draw.high - draw.low) * count - _PHASE
    return _OTHER_PHASE if abs(zero - round(zero)) < _TOO_NEAR_ZERO else _PHASE


def _consecutive(draw: Draw, count: int) -> NDArray[Any]:
    first = _whole(draw.low, draw)
    skips_zero = first <= 0 < first + count
    _require_exact(first, first + count - 1 + skips_zero, draw)
    values = first + np.arange(count, dtype=np.int64)
    if skips_zero:
        values[-first:] += 1
    return values


def _uniform(stream: Stream, shape: tuple[int, ...], draw: Draw) -> NDArray[Any]:
    _require_float(draw)
    _require_range(draw)
    return draw.low + (draw.high - draw.low) * stream.doubles(math.prod(shape))


def _normal(stream: Stream, shape: tuple[int, ...], draw: Draw) -> NDArray[Any]:
    _require_float(draw)
    _require_range(draw)
    # Twelve uniforms have a variance of one. Their sum is taken in integers: exact, so in any order.
    fractions = stream.fractions(math.prod(shape) * _SUMMANDS).astype(np.int64).reshape(-1, _SUMMANDS)
    centred: NDArray[np.int64] = fractions.sum(axis=1) - (_SUMMANDS // 2 << FRACTION_BITS)
    deviations = centred.astype(np.float64) * 2.0**-FRACTION_BITS
    return (draw.low + draw.high) / 2.0 + (draw.high - draw.low) / 2.0 * deviations


def _integers(stream: Stream, shape: tuple[int, ...], draw: Draw) -> NDArray[Any]:
    first = _whole(draw.low, draw)
    choices = _whole(draw.high, draw) - first
    if not 1 <= choices <= WIDEST_BOUND:
        raise Undrawable(
            message("draws.integer_range", low=draw.low, high=draw.high, choices=max(choices, 0))
        )
    _require_exact(first, first + choices - 1, draw)
    return first + stream.below(choices, math.prod(shape))


def _one_hot(stream: Stream, shape: tuple[int, ...], draw: Draw) -> NDArray[Any]:
    if not shape:
        raise Undrawable(message("draws.one_hot_scalar"))
    rows, classes = math.prod(shape[:-1]), shape[-1]
    drawn = np.zeros((rows, classes), dtype=draw.dtype)
    drawn[np.arange(rows), stream.below(classes, rows)] = 1
    return drawn


def _is_float(draw: Draw) -> bool:
    return draw.dtype.startswith("float")


def _whole(bound: float, draw: Draw) -> int:
    """Round a bound up to the first integer at or above it."""
    if not math.isfinite(bound):
        raise Undrawable(message("draws.range", low=draw.low, high=draw.high))
    return math.ceil(bound)


def _require_float(draw: Draw) -> None:
    if not _is_float(draw):
        raise Undrawable(message("draws.needs_float", distribution=draw.distribution, dtype=draw.dtype))


def _require_range(draw: Draw) -> None:
    if not -math.inf < draw.low < draw.high < math.inf:
        raise Undrawable(message("draws.range", low=draw.low, high=draw.high))


def _require_exact(first: int, last: int, draw: Draw) -> None:
    """Refuse integers that the dtype does not hold, or that a float would round."""
    if _is_float(draw):
        largest = 1 << (np.finfo(draw.dtype).nmant + 1)
        smallest = -largest
    else:
        smallest, largest = int(np.iinfo(draw.dtype).min), int(np.iinfo(draw.dtype).max)
    if not smallest <= first <= last <= largest:
        raise Undrawable(
            message(
                "draws.do_not_fit",
                first=first,
                last=last,
                dtype=draw.dtype,
                smallest=smallest,
                largest=largest,
            )
        )


_DISTRIBUTIONS: Final[dict[str, Callable[[Stream, tuple[int, ...], Draw], NDArray[Any]]]] = {
    "permutation": _permutation,
    "uniform": _uniform,
    "normal": _normal,
    "integers": _integers,
    "one_hot": _one_hot,
}
