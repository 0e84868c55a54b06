"""Turns numbers into steps of a colour scale: one colour below zero, one above, stronger further away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEPS: Final = 8
NOT_FINITE: Final = STEPS + 1
"""Stands where a number is NaN or infinite."""


def scale_of(*arrays: NDArray[Any]) -> float:
    """Find the largest finite absolute value of the first array that has one above zero; 1 where none has."""
    for array in arrays:
        finite = array[np.isfinite(array)]
        if finite.size and (largest := float(np.abs(finite).max())) > 0:
            return largest
    return 1.0


def shades(values: NDArray[np.float64], scale: float) -> NDArray[np.int8]:
    """Give every value its step.

    Returns
    -------
    ndarray of the same shape, int8
        0 for zero alone, 1 to `STEPS` for positive and -1 to -`STEPS` for negative numbers, the last
        from `scale` onwards; `NOT_FINITE` for NaN and infinity.
    """
    finite = np.isfinite(values)
    with np.errstate(over="ignore"):
        part = np.clip(np.where(finite, values, 0.0) / scale, -1.0, 1.0)
    away_from_zero = np.copysign(np.ceil(np.abs(part) * STEPS), part)
    tiny = finite & (values != 0) & (away_from_zero == 0)  # so small that the quotient is zero
    steps = np.where(tiny, np.sign(values), away_from_zero)
    return np.where(finite, steps, NOT_FINITE).astype(np.int8)
