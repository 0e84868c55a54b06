"""Turns numbers into text: values with as many digits as tell them apart, times, sizes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# The platform prints two decimals; beyond this many, digits that count say more.
FEWEST_DECIMALS: Final = 2
MOST_DECIMALS: Final = 9
TOO_LARGE_FOR_DECIMALS: Final = 1e6
ALL_DIGITS: Final = 17


def format_for(pairs: Sequence[tuple[float, float]], others: Iterable[float] = ()) -> str:
    """Choose one format for many numbers, in which the two of each pair look different.

    Parameters
    ----------
    pairs : sequence of (float, float)
        Values that differ and must be seen to.
    others : iterable of float
        Values that are printed in the same format.

    Returns
    -------
    str
        A format specification: two decimals as a rule, more where needed, an exponent for large or nearly
        equal numbers.
    """
    every = [value for pair in pairs for value in pair] + list(others)
    if all(abs(value) < TOO_LARGE_FOR_DECIMALS for value in every if math.isfinite(value)):
        for decimals in range(FEWEST_DECIMALS, MOST_DECIMALS + 1):
            if _tells_apart(f".{decimals}f", pairs):
                return f".{decimals}f"
    for digits in range(FEWEST_DECIMALS, ALL_DIGITS):
        if _tells_apart(f".{digits}e", pairs):
            return f".{digits}e"
    return f".{ALL_DIGITS}g"


def written(value: float, form: str) -> str:
    """Write one number; what rounds to zero has no sign."""
    if not math.isfinite(value):
        return named(value)
    text = format(value, form)
    return text if text.strip("-0.") else text.removeprefix("-")


def named(value: float) -> str:
    """Name a number that is not finite as people and numpy do."""
    return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"


def mebibytes(size_bytes: int) -> str:
    """Say a size of memory."""
    return f"{size_bytes / (1 << 20):.1f} MiB"


def _tells_apart(form: str, pairs: Sequence[tuple[float, float]]) -> bool:
    return all(written(one, form) != written(other, form) for one, other in pairs if one != other)
