"""The forward pass in two right ways, cut into parts: a known wrong solution replaces one of them.

Symbols: n images of c channels, m filters of k_h by k_w cells, out_h by out_w windows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...convolution import Convolution as Reference
from ...im2col import im2col, zero_padded

if TYPE_CHECKING:
    from numpy.typing import NDArray


class ByMatrix(Reference):
    """Forward as in the textbook, by a matrix: a row for each window, a column for each filter."""

    def forward(self, x: NDArray[Any]) -> NDArray[Any]:
        out_h, out_w = self._sizes(x.shape[2], x.shape[3])
        rows = self._with_bias(self._product(self._rows(x)))
        return self._image(rows, (x.shape[0], out_h, out_w, self.W.shape[0]))

    def _sizes(self, h: int, w: int) -> tuple[int, int]:
        """Count the windows from top to bottom and from left to right."""
        k_h, k_w = self.W.shape[2:]
        return self._size(h, k_h), self._size(w, k_w)

    def _size(self, cells: int, kernel: int) -> int:
        return (cells + 2 * self.pad - kernel) // self.stride + 1

    def _rows(self, x: NDArray[Any]) -> NDArray[Any]:
        """Lay out the windows: one a row, in the order (n, out_h, out_w)."""
        k_h, k_w = self.W.shape[2:]
        return im2col(x, k_h, k_w, self.stride, self.pad)

    def _product(self, rows: NDArray[Any]) -> NDArray[Any]:
        return rows @ self._filters()

    def _filters(self) -> NDArray[Any]:
        """Lay out the filters, one a column."""
        return self.W.reshape(self.W.shape[0], -1).T

    def _with_bias(self, rows: NDArray[Any]) -> NDArray[Any]:
        return rows + self.b

    def _image(self, rows: NDArray[Any], shape: tuple[int, int, int, int]) -> NDArray[Any]:
        """Bring the results into the order (n, m, out_h, out_w); `shape` is that of the rows."""
        return rows.reshape(shape).transpose(0, 3, 1, 2)


class ByPlaces(Reference):
    """Forward as loops do it: for every place of a filter, all windows and filters at once."""

    def forward(self, x: NDArray[Any]) -> NDArray[Any]:
        images = self._padded(x)
        n, m = x.shape[0], self.W.shape[0]
        out_h, out_w = self._sizes(x.shape[2], x.shape[3])
        out = self._empty(x, (n, m, out_h, out_w))
        for i, j in np.ndindex(*self.W.shape[2:]):
            out += np.einsum("nchw,mc->nmhw", self._seen(images, i, j, (out_h, out_w)), self._place(i, j))
        return out + self.b[:, None, None]

    def _padded(self, x: NDArray[Any]) -> NDArray[Any]:
        return zero_padded(x, self.pad)

    def _sizes(self, h: int, w: int) -> tuple[int, int]:
        """Count the windows from top to bottom and from left to right."""
        k_h, k_w = self.W.shape[2:]
        return (h + 2 * self.pad - k_h) // self.stride + 1, (w + 2 * self.pad - k_w) // self.stride + 1

    def _empty(self, x: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:  # noqa: ARG002  for integers
        return np.zeros(shape)

    def _seen(self, images: NDArray[Any], i: int, j: int, size: tuple[int, int]) -> NDArray[Any]:
        """Give the cell in row i and column j of every window."""
        (down, right), step = size, self._step()
        return images[:, :, i : i + down * step : step, j : j + right * step : step][:, :, :down, :right]

    def _step(self) -> int:
        return self.stride

    def _place(self, i: int, j: int) -> NDArray[Any]:
        """Give the weights in row i and column j of every filter."""
        return self.W[:, :, i, j]
