"""Turns an observed value and the expected array into their difference, or into None when they agree.

What is compared comes from a submission. It arrives as an array that we made ourselves from bytes, so there
is nothing to call in it, but its values are as hostile as values can be. All arithmetic is therefore float64,
after conversion: no integer wraps, no narrow float overflows, and no warning leaks.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from grader.errors import InternalError
from grader.messages import message
from grader.model.case import REAL_KINDS
from grader.model.judgement import NotFinite, Position, WrongShape, WrongType, WrongValues
from grader.model.observation import ReturnedArray, ReturnedNothing, ReturnedOther, ReturnedTooLarge

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grader.model.case import Array
    from grader.model.judgement import Difference
    from grader.model.observation import ReturnedValue

SHOWN_POSITIONS: Final = 5


def compare(*, actual: ReturnedValue, expected: Array, atol: float, scalar: bool) -> Difference | None:
    """Compare what a submission returned with what the reference gives.

    The first that differs is told, of type, shape, kind of dtype, NaN and infinity, values, in this order.

    Parameters
    ----------
    actual : ReturnedValue
        The observed value; its array of any real dtype, byte order and layout.
    expected : ndarray of any shape, of a real dtype
        All values finite.
    atol : float
        The largest absolute error that passes, finite and at least 0.
    scalar : bool
        Whether a bare number may stand for an array without axes.

    Returns
    -------
    Difference or None
        None when shapes are equal and `abs(actual - expected) <= atol` holds for every element.

    Raises
    ------
    InternalError
        When values had to be compared and `expected` has NaN or infinity.
    ValueError
        When `atol` is negative or not finite, or when `actual` is a `ReturnedTooLarge` of the expected shape:
        its values were never seen, so that it cannot be compared.

    Notes
    -----
    Both sides are converted to float64. This rounds integers beyond 2**53, and a wider float beyond the range
    of float64 counts as infinite. Minus zero equals zero. Empty arrays of equal shape agree.
    """
    if not 0.0 <= atol < math.inf:
        told = f"atol must be finite and at least 0, not {atol!r}"
        raise ValueError(told)
    if not isinstance(actual, ReturnedArray):
        return _without_values(actual, expected)
    form = _difference_in_form(actual, expected, scalar=scalar)
    return form if form is not None else _difference_in_values(actual.array, expected, atol)


def _without_values(
    actual: ReturnedNothing | ReturnedOther | ReturnedTooLarge, expected: Array
) -> WrongType | WrongShape:
    if isinstance(actual, ReturnedNothing):
        return WrongType(actual_type=type(None).__name__)
    if actual.shape is not None and actual.shape != expected.shape:
        return WrongShape(actual=actual.shape, expected=expected.shape)
    if isinstance(actual, ReturnedOther):
        return WrongType(actual_type=actual.type_name, dtype=actual.dtype)
    told = "a result of the expected shape that was too large to be sent cannot be compared"
    raise ValueError(told)


def _difference_in_form(
    actual: ReturnedArray, expected: Array, *, scalar: bool
) -> WrongType | WrongShape | None:
    array = actual.array
    if actual.scalar and not scalar:
        return WrongType(actual_type=array.dtype.name)
    if array.shape != expected.shape:
        return WrongShape(actual=array.shape, expected=expected.shape)
    if array.dtype.kind not in REAL_KINDS:
        return WrongType(actual_type="ndarray", dtype=str(array.dtype))
    return None


def _difference_in_values(actual: Array, expected: Array, atol: float) -> NotFinite | WrongValues | None:
    with np.errstate(all="ignore"):
        given = np.asarray(actual, dtype=np.float64)
        wanted = np.asarray(expected, dtype=np.float64)
        errors = np.abs(given - wanted)
        # An error that involves NaN or infinity is NaN or infinite itself, and so above every atol.
        passes = errors <= atol
    if passes.all():
        return None
    _require_finite(wanted)
    wrong = ~np.isfinite(given)
    if wrong.any():
        nan_count = int(np.isnan(given).sum())
        return NotFinite(
            size=given.size,
            nan_count=nan_count,
            inf_count=int(wrong.sum()) - nan_count,
            first=_first_positions(wrong, given, wanted),
            actual=_read_only(actual),
            expected=_read_only(expected),
        )
    return WrongValues(
        size=given.size,
        differing=int((~passes).sum()),
        max_abs_error=float(errors.max()),
        atol=atol,
        first=_first_positions(~passes, given, wanted),
        actual=_read_only(actual),
        expected=_read_only(expected),
    )


def _require_finite(wanted: NDArray[np.float64]) -> None:
    count = wanted.size - int(np.isfinite(wanted).sum())
    if count:
        raise InternalError(message("checker.expected_not_finite", count=count, size=wanted.size))


def _first_positions(
    wrong: NDArray[np.bool_], given: NDArray[np.float64], wanted: NDArray[np.float64]
) -> tuple[Position, ...]:
    indices = (np.unravel_index(at, wrong.shape) for at in np.flatnonzero(wrong)[:SHOWN_POSITIONS])
    return tuple(
        Position(
            index=tuple(int(axis) for axis in index),
            actual=float(given[index]),
            expected=float(wanted[index]),
        )
        for index in indices
    )


def _read_only(array: Array) -> Array:
    view = array.view()
    view.flags.writeable = False
    return view
