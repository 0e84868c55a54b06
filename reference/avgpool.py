"""Average pooling: the mean of every window (forward), and its gradient spread over the window (backward).

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


class AvgPool:
    """An average pooling layer.

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

    Notes
    -----
    The zeros of the padding are counted: every mean is of pool_h * pool_w values, and what of a gradient
    falls on the padding is lost. Cells that are left over at the bottom and at the right, where no whole
    window fits, get the gradient zero. A window with a NaN has the mean NaN. An empty batch gives empty
    results.
    """

    def __init__(self, pool_h: int, pool_w: int, stride: int = 1, pad: int = 0) -> None:
        self.pool_h = pool_h
        self.pool_w = pool_w
        self.stride = stride
        self.pad = pad

        self.x: NDArray[Any] | None = None

    def forward(self, x: NDArray[Any]) -> NDArray[Any]:
        """Take the mean of every window.

        Parameters
        ----------
        x : ndarray of shape (n, c, h, w)
            The images.

        Returns
        -------
        ndarray of shape (n, c, out_h, out_w)
            The means. They have the dtype of x if that is a floating one, else float64.

        Raises
        ------
        ValueError
            If `x` has not four axes, a size is out of range, or the window does not fit the padded images.
        """
        images = zero_padded(np.asarray(x, dtype=floating(x)), self.pad)
        seen = windows(images, self.pool_h, self.pool_w, self.stride)
        self.x = x
        return np.asarray(seen.mean(axis=(4, 5)))

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        """Give every cell of a window an equal share of its gradient, adding up where windows overlap.

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
        if self.x is None:
            msg = "backward needs a forward before it"
            raise RuntimeError(msg)
        h, w = self.x.shape[2:]
        images = zero_padded(np.zeros(self.x.shape, dtype=floating(dout)), self.pad)
        seen = windows(images, self.pool_h, self.pool_w, self.stride)
        if np.shape(dout) != seen.shape[:4]:
            msg = f"dout has shape {np.shape(dout)}, but forward returned {seen.shape[:4]}"
            raise ValueError(msg)
        share = np.asarray(dout) / (self.pool_h * self.pool_w)
        # Two windows never have the same cell at the same place: each of these additions meets a cell once.
        for i, j in np.ndindex(self.pool_h, self.pool_w):
            seen[..., i, j] += share
        return images[:, :, self.pad : self.pad + h, self.pad : self.pad + w]
