"""A fully connected layer: each output is a weighted sum of all inputs (forward), and gradients (backward).

Symbols: n samples of d numbers each, in one axis or in several; m outputs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FullyConnected:
    """A fully connected (affine) layer, out = x W + b.

    Parameters
    ----------
    W : ndarray of shape (d, m)
        The weights.
    b : ndarray of shape (m,)
        The biases.

    Attributes
    ----------
    x : ndarray of shape (n, d), float64, or None
        What the last `forward` was given, a row for each sample; None before the first.
    original_x_shape : tuple of int or None
        Its shape before that.
    dW, db : ndarray of the shape of W, and of b, or None
        The gradients of the last `backward`; None before the first.
    """

    def __init__(self, W: NDArray[Any], b: NDArray[Any]) -> None:
        self.W = W
        self.b = b
        self.x: NDArray[Any] | None = None
        self.original_x_shape: tuple[int, ...] | None = None
        self.dW: NDArray[Any] | None = None
        self.db: NDArray[Any] | None = None

    def forward(self, x: NDArray[Any]) -> NDArray[Any]:
        """Compute the outputs of a batch.

        Parameters
        ----------
        x : ndarray of shape (n, ...)
            Any axes that have d numbers for each sample.

        Returns
        -------
        ndarray of shape (n, m), float64

        Raises
        ------
        ValueError
            If a sample has not d numbers.
        """
        self.original_x_shape = x.shape
        self.x = np.asarray(x, dtype=np.float64).reshape(x.shape[0], -1)
        return np.asarray(self.x @ self.W + self.b)

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        """Compute the gradients of the loss with respect to x, W and b.

        Parameters
        ----------
        dout : ndarray of shape (n, m)
            The gradient of the loss with respect to what `forward` returned.

        Returns
        -------
        ndarray of the shape of x, float64
            The gradient with respect to x. Those with respect to W and b are kept as `dW` and `db`.

        Raises
        ------
        RuntimeError
            If there was no `forward` before.
        """
        if self.x is None or self.original_x_shape is None:
            msg = "backward needs a forward before it"
            raise RuntimeError(msg)
        upstream = np.asarray(dout, dtype=np.float64)
        self.dW = self.x.T @ upstream
        self.db = upstream.sum(axis=0)
        return np.asarray(upstream @ self.W.T).reshape(self.original_x_shape)
