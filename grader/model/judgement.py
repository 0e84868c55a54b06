"""Verdicts: what a case was judged to be, why, and how the arrays differ."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, TypeAlias

import msgspec

if TYPE_CHECKING:
    from grader.messages import Message
    from grader.model.case import Array


class Verdict(enum.StrEnum):
    """The code of a judgement, in the words of online judges."""

    AC = "AC"
    WA = "WA"
    RTE = "RTE"
    TLE = "TLE"
    MLE = "MLE"
    OLE = "OLE"
    CE = "CE"
    SC = "SC"
    IE = "IE"


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """One cell that differs."""

    index: tuple[int, ...]
    actual: float
    expected: float


class WrongType(msgspec.Struct, frozen=True, kw_only=True):
    """Not an array of real numbers, or None. `dtype` where it was an array of something else."""

    actual_type: str
    dtype: str | None = None


class WrongShape(msgspec.Struct, frozen=True, kw_only=True):
    """An array of another shape."""

    actual: tuple[int, ...]
    expected: tuple[int, ...]


class NotFinite(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """NaN or infinity where the reference has a number."""

    size: int
    nan_count: int
    inf_count: int
    first: tuple[Position, ...]
    actual: Array
    expected: Array


class WrongValues(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Right shape, wrong numbers. `first` are the first few in C order; the arrays are whole."""

    size: int
    differing: int
    max_abs_error: float
    atol: float
    first: tuple[Position, ...]
    actual: Array
    expected: Array


Difference: TypeAlias = WrongType | WrongShape | NotFinite | WrongValues


class Mismatch(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """How one observed value differs. `given`: it comes of a method that the template holds ready."""

    value: str
    given: bool
    difference: Difference


class Judgement(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Verdict, the reason (none for AC), and the mismatch of a wrong answer."""

    verdict: Verdict
    reason: Message | None = None
    mismatch: Mismatch | None = None
