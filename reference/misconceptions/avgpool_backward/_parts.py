"""The backward pass in two right ways, cut into parts: a known wrong solution replaces one of them.

Symbols: n images of c channels, out_h by out_w windows. A window and a channel together are a view.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...avgpool import AvgPool as Reference
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
    def area(self) -> int:
        """How many cells a window has."""
        return self.pool_h * self.pool_w


class ByMatrix(Remembering):
    """Backward by a matrix: a row for each view, a column for each place in a window."""

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return self._image(self._matrix(self._share(dout)))

    def _share(self, dout: NDArray[Any]) -> NDArray[Any]:
        """Divide every gradient among the cells of its window."""
        return dout / self.area

    def _matrix(self, share: NDArray[Any]) -> NDArray[Any]:
        """Put the share of every view into all cells of its row."""
        return np.repeat(self._column(share), self.area, axis=1)

    def _column(self, share: NDArray[Any]) -> NDArray[Any]:
        """Lay out the shares below each other, in the order (n, out_h, out_w, c)."""
        return share.transpose(0, 2, 3, 1).reshape(-1, 1)

    def _image(self, matrix: NDArray[Any]) -> NDArray[Any]:
        """Add every row to the window it belongs to."""
        return col2im(matrix, self.kept.shape, self.pool_h, self.pool_w, self.stride, self.pad)


class ByPlaces(Remembering):
    """Backward as loops do it: for every place in a window, all views at once."""

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        dx = np.zeros(self._shape())
        for i, j in np.ndindex(*self._window()):
            self._put(dx, self._where(i, j, dout.shape), dout / self.area)
        return self._cut(dx)

    def _shape(self) -> tuple[int, ...]:
        """Give the shape of the padded images."""
        n, c, h, w = self.kept.shape
        return n, c, h + 2 * self.pad, w + 2 * self.pad

    def _window(self) -> tuple[int, int]:
        return self.pool_h, self.pool_w

    def _where(self, i: int, j: int, shape: tuple[int, ...]) -> tuple[slice, ...]:
        """Find the cell in row i and column j of every window."""
        (down, right), (step_h, step_w) = shape[2:], self._steps()
        rows = slice(i, i + (down - 1) * step_h + 1, step_h)
        columns = slice(j, j + (right - 1) * step_w + 1, step_w)
        return slice(None), slice(None), rows, columns

    def _steps(self) -> tuple[int, int]:
        """Give the cells from one window to the next, downwards and to the right."""
        return self.stride, self.stride

    def _put(self, dx: NDArray[Any], where: tuple[slice, ...], share: NDArray[Any]) -> None:
        dx[where] += share

    def _cut(self, dx: NDArray[Any]) -> NDArray[Any]:
        """Take the padding off."""
        h, w = self.kept.shape[2:]
        return dx[:, :, self.pad : self.pad + h, self.pad : self.pad + w]
