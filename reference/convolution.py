"""Convolution: every window times every filter (forward), and the gradients of both and the bias (backward).

Symbols: n images of c channels, h by w cells each, get `pad` rows and columns of zeros on every side and are
seen through m filters of c channels, k_h by k_w cells each, `stride` cells from one window to the next. From
top to bottom that makes out_h = floor((h + 2*pad - k_h) / stride) + 1 windows, and out_w likewise from left
to right. As everywhere in this field a filter is not turned round: mathematicians call this a correlation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .im2col import col2im, floating, im2col

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution:
    """A layer of filters.

    Parameters
    ----------
    W : ndarray of shape (m, c, k_h, k_w)
        The filters.
    b : ndarray of shape (m,)
        What is added to each filter's results.
    stride : int
        Cells from one window to the next, in both directions.
    pad : int
        Rows and columns of zeros on every side.

    Attributes
    ----------
    x : ndarray of shape (n, c, h, w) or None
        What the last `forward` was given; None before the first.
    col : ndarray of shape (n*out_h*out_w, c*k_h*k_w) or None
        Its windows, one a row, in the order (n, out_h, out_w).
    col_W : ndarray of shape (c*k_h*k_w, m) or None
        The filters, one a column.
    dW, db : ndarray of the shapes of W and b, or None
        The gradients that the last `backward` found.

    Notes
    -----
    Cells that are left over at the bottom and at the right, where no whole window fits, get the gradient
    zero. NaN spreads to whatever depends on it. An empty batch gives empty results, and zeros for dW and db.

    References
    ----------
    K. Chellapilla, S. Puri, P. Simard, "High Performance Convolutional Neural Networks for Document
    Processing", 2006.
    """

    def __init__(self, W: NDArray[Any], b: NDArray[Any], stride: int = 1, pad: int = 0) -> None:
        self.W = W
        self.b = b
        self.stride = stride
        self.pad = pad

        self.x: NDArray[Any] | None = None
        self.col: NDArray[Any] | None = None
        self.col_W: NDArray[Any] | None = None
        self.dW: NDArray[Any] | None = None
        self.db: NDArray[Any] | None = None

    def forward(self, x: NDArray[Any]) -> NDArray[Any]:
        """Multiply every window by every filter, and add the bias.

        Parameters
        ----------
        x : ndarray of shape (n, c, h, w)
            The images.

        Returns
        -------
        ndarray of shape (n, m, out_h, out_w)
            A channel for each filter, in the floating dtype that x, W and b share.

        Raises
        ------
        ValueError
            If `x` has not four axes or not the filters' channels, a size is out of range, or the filters do
            not fit the padded images.
        """
        m, c, k_h, k_w = self.W.shape
        if np.ndim(x) == self.W.ndim and np.shape(x)[1] != c:
            msg = f"x has {np.shape(x)[1]} channels, but the filters have {c}"
            raise ValueError(msg)
        self.col = im2col(x, k_h, k_w, self.stride, self.pad)
        self.col_W = self.W.reshape(m, -1).T
        self.x = x

        n, m, out_h, out_w = self._out_shape(x)
        rows = self.col @ self.col_W + self.b
        return np.reshape(rows, (n, out_h, out_w, m)).transpose(0, 3, 1, 2)

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        """Find the gradients of the images, which are returned, and of filters and bias, which are kept.

        Parameters
        ----------
        dout : ndarray of shape (n, m, out_h, out_w)
            The gradient of the loss with respect to what `forward` returned.

        Returns
        -------
        ndarray of shape (n, c, h, w)
            The gradient of the loss with respect to `x`.

        Raises
        ------
        RuntimeError
            If there was no `forward` before.
        ValueError
            If `dout` has not the shape of what `forward` returned.
        """
        if self.x is None or self.col is None or self.col_W is None:
            msg = "backward needs a forward before it"
            raise RuntimeError(msg)
        if np.shape(dout) != self._out_shape(self.x):
            msg = f"dout has shape {np.shape(dout)}, but forward returned {self._out_shape(self.x)}"
            raise ValueError(msg)
        m, _, k_h, k_w = self.W.shape

        # One row for each window, as in `col`: what is left are three products and sums of matrices.
        rows = np.asarray(dout, dtype=floating(dout)).transpose(0, 2, 3, 1).reshape(-1, m)
        self.db = rows.sum(axis=0)
        self.dW = (rows.T @ self.col).reshape(self.W.shape)
        return col2im(rows @ self.col_W.T, self.x.shape, k_h, k_w, self.stride, self.pad)

    def _out_shape(self, x: NDArray[Any]) -> tuple[int, int, int, int]:
        m, _, k_h, k_w = self.W.shape
        n, _, h, w = x.shape
        out_h = (h + 2 * self.pad - k_h) // self.stride + 1
        out_w = (w + 2 * self.pad - k_w) // self.stride + 1
        return n, m, out_h, out_w
