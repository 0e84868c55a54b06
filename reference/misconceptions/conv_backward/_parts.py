"""The backward pass in two right ways, cut into parts: a known wrong solution replaces one of them.

Symbols: n images of c channels, m filters of k_h by k_w cells, out_h by out_w windows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...convolution import Convolution as Reference
from ...im2col import col2im

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Remembering(Reference):
    """The reference, with what `forward` kept at hand."""

    @property
    def kept(self) -> NDArray[Any]:
        """What the last `forward` was given."""
        if self.x is None:
            msg = "backward needs a forward before it"
            raise RuntimeError(msg)
        return self.x

    @property
    def seen(self) -> NDArray[Any]:
        """The windows of the last `forward`, one a row."""
        if self.col is None:
            msg = "backward needs a forward before it"
            raise RuntimeError(msg)
        return self.col

    @property
    def filters(self) -> NDArray[Any]:
        """The filters as `forward` left them, one a column."""
        if self.col_W is None:
            msg = "backward needs a forward before it"
            raise RuntimeError(msg)
        return self.col_W


class ByMatrix(Remembering):
    """Backward as in the textbook, by matrices: a row for each window, a column for each filter."""

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        rows = self._rows(dout)
        self.db = self._bias_gradient(rows)
        self.dW = self._filter_gradient(rows)
        return self._image(self._window_gradient(rows))

    def _rows(self, dout: NDArray[Any]) -> NDArray[Any]:
        """Lay out the gradients: a row for each window, in the order (n, out_h, out_w)."""
        return dout.transpose(0, 2, 3, 1).reshape(-1, self.W.shape[0])

    def _bias_gradient(self, rows: NDArray[Any]) -> NDArray[Any]:
        return rows.sum(axis=0)

    def _filter_gradient(self, rows: NDArray[Any]) -> NDArray[Any]:
        return self._like_filters(self.seen.T @ rows)

    def _like_filters(self, columns: NDArray[Any]) -> NDArray[Any]:
        """Bring what stands in columns, as `filters` does, into the shape of W."""
        return columns.T.reshape(self.W.shape)

    def _window_gradient(self, rows: NDArray[Any]) -> NDArray[Any]:
        return rows @ self.filters.T

    def _image(self, matrix: NDArray[Any]) -> NDArray[Any]:
        """Add every row to the window it belongs to."""
        k_h, k_w = self.W.shape[2:]
        return col2im(matrix, self.kept.shape, k_h, k_w, self.stride, self.pad)


class ByPlaces(ByMatrix):
    """The gradient of x as loops find it: for every place of a filter, all windows at once."""

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        super().backward(dout)
        dx = np.zeros(self._shape())
        for i, j in np.ndindex(*self.W.shape[2:]):
            self._put(dx, i, j, np.einsum("nmhw,mc->nchw", dout, self._place(i, j)))
        return self._cut(dx)

    def _shape(self) -> tuple[int, ...]:
        """Give the shape of the padded images."""
        n, c, h, w = self.kept.shape
        return n, c, h + 2 * self.pad, w + 2 * self.pad

    def _place(self, i: int, j: int) -> NDArray[Any]:
        """Give the weights in row i and column j of every filter."""
        return self.W[:, :, i, j]

    def _put(self, dx: NDArray[Any], i: int, j: int, part: NDArray[Any]) -> None:
        """Add to the cell in row i and column j of every window."""
        dx[self._where(i, j, part.shape)] += part

    def _where(self, i: int, j: int, shape: tuple[int, ...]) -> tuple[slice, ...]:
        down, right = shape[2:]
        rows = slice(i, i + (down - 1) * self.stride + 1, self.stride)
        columns = slice(j, j + (right - 1) * self.stride + 1, self.stride)
        return slice(None), slice(None), rows, columns

    def _cut(self, dx: NDArray[Any]) -> NDArray[Any]:
        """Take the padding off."""
        h, w = self.kept.shape[2:]
        return dx[:, :, self.pad : self.pad + h, self.pad : self.pad + w]
