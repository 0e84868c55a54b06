"""Turns arrays into planes to draw: the last two axes are rows and columns, those before name the plane.

Of a plane that is too large to be looked at, a window is taken that holds its first wrong cell.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grader.model.case import Array

ROWS_AND_COLUMNS: Final = 2
MOST_ROWS: Final = 128
MOST_COLUMNS: Final = 128
SHORT_VECTOR_CELLS: Final = 256
SHORT_ROW_CELLS: Final = 16
LONG_ROW_CELLS: Final = 64
TOO_LARGE_WITHOUT_EXPONENT: Final = 1e9


class Window(NamedTuple):
    """What is drawn of an array: a plane, by its indices on the axes before the last two, and a rectangle."""

    place: tuple[int, ...]
    row: int
    column: int
    rows: int
    columns: int

    def of(self, planes: NDArray[Any]) -> NDArray[Any]:
        """Take the values of this window."""
        rows = slice(self.row, self.row + self.rows)
        seen: NDArray[Any] = planes[self.place][rows, self.column : self.column + self.columns]
        return seen


class Sheets(NamedTuple):
    """An array laid out in planes.

    Parameters
    ----------
    name : str
        Of the array.
    planes : ndarray of shape (..., rows, columns), float64
        A vector stands in rows of equal length, with NaN beyond its end; a scalar is a single cell.
    shape : tuple of int
        Of the array itself.
    whole_numbers : bool
        Whether no value has a fraction, and none is so large that it is better written with an exponent.
    """

    name: str
    planes: NDArray[np.float64]
    shape: tuple[int, ...]
    whole_numbers: bool

    def named(self, window: Window) -> str:
        """Name a plane: `dx[0, 1]`, or the array alone where there are no axes before the last two."""
        return f"{self.name}[{', '.join(map(str, window.place))}]" if window.place else self.name

    def at(self, window: Window, row: int, column: int) -> tuple[int, ...]:
        """Give the array's own index of a cell of a window."""
        at_row, at_column = window.row + row, window.column + column
        if len(self.shape) >= ROWS_AND_COLUMNS:
            return (*window.place, at_row, at_column)
        if not self.shape:
            return ()
        return (at_row * self.planes.shape[-1] + at_column,)

    def there(self, window: Window) -> NDArray[np.bool_]:
        """Tell which cells of a window there are in the array."""
        if len(self.shape) != 1:
            return np.ones((window.rows, window.columns), dtype=np.bool_)
        flat: NDArray[Any] = np.arange(self.planes.size).reshape(self.planes.shape)
        return window.of(flat) < self.shape[0]

    def row_label(self, window: Window, row: int) -> int:
        """Give what stands before a row: its index, or that of its first cell in a vector."""
        at_row = window.row + row
        return at_row * self.planes.shape[-1] if len(self.shape) == 1 else at_row

    def whole(self, window: Window) -> bool:
        """Tell whether a window is a whole plane."""
        return (window.rows, window.columns) == self.planes.shape[-2:]


def sheets(name: str, array: Array) -> Sheets:
    """Lay an array of real numbers out in planes; what float64 cannot hold becomes infinite."""
    with np.errstate(all="ignore"):
        values = np.asarray(array, dtype=np.float64)
    finite = values[np.isfinite(values)]
    whole_numbers = bool(((finite == np.rint(finite)) & (np.abs(finite) < TOO_LARGE_WITHOUT_EXPONENT)).all())
    return Sheets(name, laid_out(values, filler=np.nan), array.shape, whole_numbers)


def laid_out(values: NDArray[Any], *, filler: float) -> NDArray[Any]:
    """Give an array its two last axes: a long vector becomes rows, the last of them filled up."""
    if values.ndim != 1:
        return np.atleast_2d(values)
    columns = min(values.size, LONG_ROW_CELLS if values.size > SHORT_VECTOR_CELLS else SHORT_ROW_CELLS)
    rows = math.ceil(values.size / columns)
    filled = np.full(rows * columns, filler, dtype=values.dtype)
    filled[: values.size] = values
    return filled.reshape(rows, columns)


def wrong_windows(wrong: NDArray[np.bool_]) -> list[Window]:
    """Find the planes that have a wrong cell, in order, each with a window that holds the first of them."""
    places = np.argwhere(wrong.any(axis=(-2, -1))).tolist()
    return [_window(tuple(place), wrong[tuple(place)]) for place in places]


def window_beside(other: Window, *, shape: tuple[int, ...], other_shape: tuple[int, ...]) -> Window:
    """Find the window of one array that belongs beside that of another; both shapes are those of planes.

    Between arrays of the same shape it is the same one. Else it is the beginning of the plane that has the
    same index on every axis of the same length, and 0 on the others.
    """
    if shape == other_shape:
        return other
    place = [0] * (len(shape) - ROWS_AND_COLUMNS)
    if len(shape) == len(other_shape):
        pairs = zip(other.place, shape[:-2], other_shape[:-2], strict=True)
        place = [at if mine == theirs else 0 for at, mine, theirs in pairs]
    return Window(tuple(place), 0, 0, min(shape[-2], MOST_ROWS), min(shape[-1], MOST_COLUMNS))


def _window(place: tuple[int, ...], wrong: NDArray[np.bool_]) -> Window:
    rows, columns = wrong.shape
    first_row, first_column = (int(at) for at in np.argwhere(wrong)[0])
    row, high = _stretch(first_row, rows, MOST_ROWS)
    column, wide = _stretch(first_column, columns, MOST_COLUMNS)
    return Window(place, row, column, high, wide)


def _stretch(first: int, length: int, most: int) -> tuple[int, int]:
    """Choose where a stretch of bounded length begins, so that `first` is well within it."""
    start = max(0, min(first - most // 4, length - most))
    return start, min(length, most)
