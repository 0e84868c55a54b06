"""Max pooling: the largest value of every window (forward), and its gradient back to the cell (backward).

Symbols: n images of c channels, h by w cells each, get `pad` rows and columns of zeros on every side and
are seen through windows of pool_h by pool_w cells, `stride` cells apart. From top to bottom that makes
out_h = floor((h + 2*pad - pool_h) / stride) + 1 windows, and out_w likewise from left to right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .im2col import floating, windows, zero_padded

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool:
    """A max pooling layer.

    Parameters
    ----------
    pool_h, pool_w : int
        Height and width of the window, in cells.
    stride : int
        Cells from one window to the next, in both directions.
    pad : int
        Rows and columns of zeros on every side.

    Attributes
    ----------
    x : ndarray of shape (n, c, h, w) or None
        What the last `forward` was given; None before the first.
    arg_max : ndarray of shape (n*out_h*out_w*c,), intp, or None
        Where in its window each maximum stands, counted row by row from 0, in the order (n, out_h, out_w, c).

    Notes
    -----
    A tie goes to the first of the equal cells, row by row. The zeros of the padding are values like any
    other: where one of them is the maximum, the gradient of that window is lost. Cells that are left over
    at the bottom and at the right, where no whole window fits, get the gradient zero. The maximum of a
    window with a NaN is NaN; which of its cells gets the gradient is not defined. An empty batch gives
    empty results.
    """

    def __init__(self, pool_h: int, pool_w: int, stride: int = 1, pad: int = 0) -> None:
        self.pool_h = pool_h
        self.pool_w = pool_w
        self.stride = stride
        self.pad = pad

        self.x: NDArray[Any] | None = None
        self.arg_max: NDArray[np.intp] | None = None

    def forward(self, x: NDArray[Any]) -> NDArray[Any]:
        """Take the maximum of every window.

        Parameters
        ----------
        x : ndarray of shape (n, c, h, w)
            The images.

        Returns
        -------
        ndarray of shape (n, c, out_h, out_w), dtype of x
            The maxima.

        Raises
        ------
        ValueError
            If `x` has not four axes, a size is out of range, or the window does not fit the padded images.
        """
        seen = windows(zero_padded(x, self.pad), self.pool_h, self.pool_w, self.stride)

        # Walk through the places of a window, for all windows at once. A value above all before it sets a
        # record, and the last record is the maximum. An equal value sets none: the first of a tie wins.
        largest = seen[..., 0, 0].copy()
        record = np.zeros(largest.shape, dtype=np.intp)
        new_record = np.empty_like(record)
        for number, (i, j) in enumerate(np.ndindex(self.pool_h, self.pool_w)):
            value = seen[..., i, j]
            np.multiply(value > largest, number, out=new_record)
            np.maximum(record, new_record, out=record)
            np.maximum(largest, value, out=largest)

        self.x = x
        self.arg_max = record.transpose(0, 2, 3, 1).ravel()
        return largest

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        """Send the gradient of every maximum back to the cell it came from, adding up where windows overlap.

        Parameters
        ----------
        dout : ndarray of shape (n, c, out_h, out_w)
            The gradient of the loss with respect to what `forward` returned.

        Returns
        -------
        ndarray of shape (n, c, h, w)
            The gradient of the loss with respect to `x`. It has the dtype of dout if that is a floating
            one, else float64; the dtype of `x` does not matter.

        Raises
        ------
        RuntimeError
            If there was no `forward` before.
        ValueError
            If `dout` has not the shape of what `forward` returned.
        """
        if self.x is None or self.arg_max is None:
            msg = "backward needs a forward before it"
            raise RuntimeError(msg)
        n, c, h, w = self.x.shape
        padded_h, padded_w = h + 2 * self.pad, w + 2 * self.pad

        # Number all cells of the padded images. The first cell of a window and the place of the maximum in it
        # give the number of the cell that the gradient goes to.
        numbers = np.arange(n * c * padded_h * padded_w, dtype=np.intp).reshape(n, c, padded_h, padded_w)
        first = windows(numbers, self.pool_h, self.pool_w, self.stride)[..., 0, 0]
        if np.shape(dout) != first.shape:
            msg = f"dout has shape {np.shape(dout)}, but forward returned {first.shape}"
            raise ValueError(msg)
        distance = np.add.outer(np.arange(self.pool_h) * padded_w, np.arange(self.pool_w)).ravel()
        largest = first.transpose(0, 2, 3, 1).ravel() + distance[self.arg_max]

        # Overlapping windows can find the same cell: bincount adds up the weights of equal numbers.
        weights = np.transpose(dout, (0, 2, 3, 1)).ravel()
        sums = np.bincount(largest, weights=weights, minlength=numbers.size)
        sums = sums.astype(floating(dout), copy=False)
        return sums.reshape(numbers.shape)[:, :, self.pad : self.pad + h, self.pad : self.pad + w]
