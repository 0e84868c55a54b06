"""Turns `{distribution: uniform, low: 0}` into how an input is drawn, or refuses what cannot be drawn so."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, cast, get_args

import msgspec

from grader.messages import message
from grader.model.exercise import Distribution, Draw, DType
from grader.suite.problems import Refused
from grader.suite.readers import Fields, choice, number

if TYPE_CHECKING:
    from grader.suite.problems import Placed, Problems
    from grader.suite.tree import Node

DISTRIBUTIONS: Final[tuple[str, ...]] = get_args(Distribution)
DTYPES: Final[tuple[str, ...]] = get_args(DType)

_KEYS: Final = ("distribution", "low", "high", "dtype")
_MOST_INTEGERS: Final = 1 << 32


class DrawPart(msgspec.Struct, frozen=True, kw_only=True):
    """What was said of a draw; None for what was not."""

    at: Placed
    distribution: Distribution | None = None
    low: float | None = None
    high: float | None = None
    dtype: DType | None = None


def read_dtype(node: Node) -> DType:
    """Read the name of a dtype."""
    return cast("DType", choice(node, DTYPES))


def read_draw(node: Node, problems: Problems) -> DrawPart:
    """Read what is said of a draw."""
    fields = Fields(node, problems, known=_KEYS)
    return DrawPart(
        at=node,
        distribution=cast("Distribution | None", fields.take("distribution", _distribution, None)),
        low=fields.take("low", _bound, None),
        high=fields.take("high", _bound, None),
        dtype=fields.take("dtype", read_dtype, None),
    )


def completed(part: DrawPart, base: Draw) -> Draw:
    """Fill up what was not said from another draw.

    Raises
    ------
    Refused
        When the parts together cannot be drawn, whatever the shape.
    """
    said = {key: value for key in _KEYS if (value := getattr(part, key)) is not None}
    draw = msgspec.structs.replace(base, **said)
    if draw.distribution != "one_hot":
        _refuse_range(part.at, draw)
    if draw.distribution in ("uniform", "normal") and not draw.dtype.startswith("float"):
        told = message("draws.needs_float", distribution=draw.distribution, dtype=draw.dtype)
        raise Refused(part.at, told)
    return draw


def _refuse_range(at: Placed, draw: Draw) -> None:
    if not draw.low < draw.high:
        raise Refused(at, message("draws.range", low=draw.low, high=draw.high))
    choices = math.ceil(draw.high) - math.ceil(draw.low)
    if draw.distribution == "integers" and not 1 <= choices <= _MOST_INTEGERS:
        told = message("draws.integer_range", low=draw.low, high=draw.high, choices=choices)
        raise Refused(at, told)


def _bound(node: Node) -> float:
    return float(number(node))


def _distribution(node: Node) -> str:
    return choice(node, DISTRIBUTIONS)
