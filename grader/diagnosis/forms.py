"""Turns results of a wrong type or shape into what mostly lies behind them."""

from __future__ import annotations

import re
from math import prod
from typing import TYPE_CHECKING, Final

from grader.diagnosis.clues import clue
from grader.model.judgement import WrongShape, WrongType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.model.diagnosis import Clue
    from grader.model.judgement import Difference
    from grader.model.seen import Seen

_MOST: Final = 2
_NUMBER: Final = r"(?:u?int|float)\d*"
_CALLABLE: Final = frozenset({"function", "method", "builtin_function_or_method"})


def form_clues(seen: Sequence[Seen]) -> tuple[Clue, ...]:
    """Say what mostly lies behind wrong types and shapes; at most two things, the first cases first."""
    found: dict[str, Clue] = {}
    for one in seen:
        mismatch = one.judgement.mismatch
        if mismatch is not None:
            for name in _behind(mismatch.difference):
                found.setdefault(name, clue(name, value=mismatch.value))
    return tuple(found.values())[:_MOST]


def _behind(difference: Difference) -> Iterator[str]:
    match difference:
        case WrongType(actual_type="tuple"):
            yield "form_tuple"
        case WrongType(actual_type="list"):
            yield "form_list"
        case WrongType(dtype=str(dtype)) if dtype.endswith("O"):
            yield "form_objects"
        case WrongType(actual_type=name, dtype=None) if name in _CALLABLE:
            yield "form_not_called"
        case WrongType(actual_type=name, dtype=None) if re.fullmatch(_NUMBER, name):
            yield "form_number"
        case WrongShape(actual=actual, expected=expected):
            yield from _behind_shape(actual, expected)
        case _:
            return


def _behind_shape(actual: tuple[int, ...], expected: tuple[int, ...]) -> Iterator[str]:
    if 0 in actual:
        yield "form_empty"
    elif not expected:
        yield "form_no_number"
    elif [size for size in actual if size > 1] == [size for size in expected if size > 1]:
        yield "form_ones"
    elif sorted(actual) == sorted(expected):
        yield "form_order"
    elif prod(actual) == prod(expected):
        yield "form_same_size"
