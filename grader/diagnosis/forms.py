"""Turns results of a wrong type or shape into what mostly lies behind them."""

from __future__ import annotations

import re
from math import prod
from typing import TYPE_CHECKING, Final

from grader.diagnosis.clues import clue
from grader.model.judgement import WrongShape, WrongType

if TYPE_CHECKING:
    from grader.model.diagnosis import Clue
    from grader.model.judgement import Difference
    from grader.model.seen import Seen

_NUMBER: Final = r"(?:u?int|float)\d*"
_CALLABLE: Final = frozenset({"function", "method", "builtin_function_or_method"})


def form_clue(seen: Seen) -> Clue | None:
    """Say what mostly lies behind the wrong type or shape of a judged case, where it has one."""
    mismatch = seen.judgement.mismatch
    name = None if mismatch is None else _behind(mismatch.difference)
    return None if mismatch is None or name is None else clue(name, value=mismatch.value)


def _behind(difference: Difference) -> str | None:  # noqa: PLR0911 - one for each form
    match difference:
        case WrongType(actual_type="tuple"):
            return "form_tuple"
        case WrongType(actual_type="list"):
            return "form_list"
        case WrongType(dtype=str(dtype)) if dtype.endswith("O"):
            return "form_objects"
        case WrongType(actual_type=name, dtype=None) if name in _CALLABLE:
            return "form_not_called"
        case WrongType(actual_type=name, dtype=None) if re.fullmatch(_NUMBER, name):
            return "form_number"
        case WrongShape(actual=actual, expected=expected):
            return _behind_shape(actual, expected)
        case _:
            return None


def _behind_shape(actual: tuple[int, ...], expected: tuple[int, ...]) -> str | None:
    if 0 in actual:
        return "form_empty"
    if not expected:
        return "form_no_number"
    if [size for size in actual if size > 1] == [size for size in expected if size > 1]:
        return "form_ones"
    if sorted(actual) == sorted(expected):
        return "form_order"
    return "form_same_size" if prod(actual) == prod(expected) else None
