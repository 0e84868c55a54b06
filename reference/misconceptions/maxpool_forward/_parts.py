"""The forward pass in two right ways, cut into parts: a known wrong solution replaces one of them.

Symbols: n images of c channels, out_h by out_w windows. A window and a channel together are a view.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...im2col import col2im, im2col, windows, zero_padded
from ...maxpool import MaxPool as Reference

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Given(Reference):
    """The layer with the backward that the template holds ready."""

    @property
    def area(self) -> int:
        """How many cells a window has."""
        return self.pool_h * self.pool_w

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        if self.x is None or self.arg_max is None:
            return None  # type: ignore[return-value]  # as in the template
        rows = dout.transpose(0, 2, 3, 1)
        matrix = np.zeros((rows.size, self.area))
        matrix[np.arange(rows.size), self.arg_max.flatten()] = rows.flatten()
        return col2im(matrix, self.x.shape, self.pool_h, self.pool_w, self.stride, self.pad)

    def _sizes(self, h: int, w: int) -> tuple[int, int]:
        """Count the windows from top to bottom and from left to right."""
        return self._size(h, self.pool_h), self._size(w, self.pool_w)

    def _size(self, cells: int, window: int) -> int:
        return (cells + 2 * self.pad - window) // self.stride + 1


class ByMatrix(Given):
    """Forward as in the textbook, by a matrix: a row for each view, a column for each place in a window."""

    def forward(self, x: NDArray[Any]) -> NDArray[Any]:
        cells = self._cells(x)
        self._keep(x, self._places(cells))
        return self._image(self._maxima(cells), (x.shape[0], *self._sizes(*x.shape[2:]), x.shape[1]))

    def _cells(self, x: NDArray[Any]) -> NDArray[Any]:
        """Lay out what each view sees, one a row, in the order (n, out_h, out_w, c)."""
        return im2col(x, self.pool_h, self.pool_w, self.stride, self.pad).reshape(-1, self.area)

    def _places(self, cells: NDArray[Any]) -> NDArray[np.intp]:
        return cells.argmax(axis=1)

    def _keep(self, x: NDArray[Any], places: NDArray[np.intp]) -> None:
        self.x, self.arg_max = x, places

    def _maxima(self, cells: NDArray[Any]) -> NDArray[Any]:
        return cells.max(axis=1)

    def _image(self, maxima: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
        """Bring the maxima into the order (n, c, out_h, out_w); `shape` is that of the views."""
        return maxima.reshape(shape).transpose(0, 3, 1, 2)


class ByWindows(Given):
    """Forward as loops do it, for all views at once, in the order (n, c, out_h, out_w)."""

    def forward(self, x: NDArray[Any]) -> NDArray[Any]:
        cells = self._views(self._padded(x))
        self.x, self.arg_max = x, self._flat(cells.argmax(axis=-1))
        return self._chosen(cells)

    def _padded(self, x: NDArray[Any]) -> NDArray[Any]:
        return zero_padded(x, self.pad)

    def _views(self, images: NDArray[Any]) -> NDArray[Any]:
        """Copy what each view sees, row by row in the last axis."""
        seen = windows(images, self.pool_h, self.pool_w, self.stride)
        return seen.reshape(*seen.shape[:4], self.area)

    def _flat(self, places: NDArray[np.intp]) -> NDArray[np.intp]:
        """Bring the places of the maxima into the order (n, out_h, out_w, c)."""
        return places.transpose(0, 2, 3, 1).ravel()

    def _chosen(self, cells: NDArray[Any]) -> NDArray[Any]:
        return cells.max(axis=-1)
