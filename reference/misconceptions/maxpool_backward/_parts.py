"""The backward pass in two right ways, cut into parts: a known wrong solution replaces one of them.

Symbols: n images of c channels, out_h by out_w windows. A window and a channel together are a view.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...im2col import col2im, im2col
from ...maxpool import MaxPool as Reference

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
    def maxima(self) -> NDArray[np.intp]:
        """Where in their windows the last `forward` found the maxima, in the order (n, out_h, out_w, c)."""
        if self.arg_max is None:
            msg = "backward needs a forward before it"
            raise RuntimeError(msg)
        return self.arg_max

    @property
    def area(self) -> int:
        """How many cells a window has."""
        return self.pool_h * self.pool_w

    def _cells(self) -> NDArray[Any]:
        """Lay out the padded x: each row holds what a view sees, in the order of `maxima`."""
        return im2col(self.kept, self.pool_h, self.pool_w, self.stride, self.pad).reshape(-1, self.area)


class ByMatrix(Remembering):
    """Backward as in the textbook, by a matrix: a row for each view, a column for each place in a window."""

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return self._image(self._matrix(dout))

    def _matrix(self, dout: NDArray[Any]) -> NDArray[Any]:
        """Put every gradient into its view's row, at the place of the maximum."""
        return self._mask() * self._column(dout)

    def _mask(self) -> NDArray[Any]:
        """Mark the place of the maximum in each row with 1."""
        return np.eye(self.area)[self.maxima]

    def _column(self, dout: NDArray[Any]) -> NDArray[Any]:
        """Lay out the gradients below each other, in the order of the rows: (n, out_h, out_w, c)."""
        return dout.transpose(0, 2, 3, 1).reshape(-1, 1)

    def _image(self, matrix: NDArray[Any]) -> NDArray[Any]:
        """Add every row to the window it belongs to."""
        return col2im(matrix, self.kept.shape, self.pool_h, self.pool_w, self.stride, self.pad)


class ByPlaces(Remembering):
    """Backward as loops do it, for all views at once: row and column of each maximum in the padded images."""

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        dx = np.zeros(self._shape())
        self._put(dx, self._index(dout.shape), dout)
        return self._cut(dx)

    def _shape(self) -> tuple[int, ...]:
        """Give the shape of the padded images."""
        n, c, h, w = self.kept.shape
        return n, c, h + 2 * self.pad, w + 2 * self.pad

    def _index(self, shape: tuple[int, ...]) -> tuple[NDArray[Any], ...]:
        """Find image, channel, row and column of each maximum, in the shape of dout or broadcast to it."""
        n, c, i, j = np.ix_(*map(np.arange, shape))
        place = self._place(shape)
        return n, c, self._row(i, place), self._column(j, place)

    def _place(self, shape: tuple[int, ...]) -> NDArray[np.intp]:
        """Bring the places of the maxima into the shape of dout."""
        n, c, out_h, out_w = shape
        return self.maxima.reshape(n, out_h, out_w, c).transpose(0, 3, 1, 2)

    def _row(self, i: NDArray[Any], place: NDArray[Any]) -> NDArray[Any]:
        return i * self.stride + place // self.pool_w

    def _column(self, j: NDArray[Any], place: NDArray[Any]) -> NDArray[Any]:
        return j * self.stride + place % self.pool_w

    def _put(self, dx: NDArray[Any], index: tuple[NDArray[Any], ...], dout: NDArray[Any]) -> None:
        """Add every gradient to the cell of its maximum."""
        np.add.at(dx, index, dout)

    def _cut(self, dx: NDArray[Any]) -> NDArray[Any]:
        """Take the padding off."""
        h, w = self.kept.shape[2:]
        return dx[:, :, self.pad : self.pad + h, self.pad : self.pad + w]
