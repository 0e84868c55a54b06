"""Sigmoid and ReLU: each number on its own through a function (forward), and its gradient (backward)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NO_FORWARD = "backward needs a forward before it"


class Sigmoid:
    """1 / (1 + exp(-x)) for each number.

    Attributes
    ----------
    out : ndarray or None
        What the last `forward` returned; None before the first.
    """

    def __init__(self) -> None:
        self.out: NDArray[Any] | None = None

    def forward(self, x: NDArray[Any]) -> NDArray[Any]:
        """Apply the function to an array of any shape; nothing overflows, however large a number is."""
        power = np.exp(-np.abs(np.asarray(x, dtype=np.float64)))
        self.out = np.where(x >= 0, 1.0, power) / (1.0 + power)
        return self.out

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        """Give the gradient of the loss with respect to x from that with respect to the output.

        Raises
        ------
        RuntimeError
            If there was no `forward` before.
        """
        if self.out is None:
            raise RuntimeError(_NO_FORWARD)
        return np.asarray(dout * self.out * (1.0 - self.out))


class Relu:
    """max(x, 0) for each number.

    Attributes
    ----------
    mask : ndarray of bool or None
        Where the last `forward` met no positive number; None before the first.

    Notes
    -----
    At exactly 0, where the function has a kink, the gradient is 0.
    """

    def __init__(self) -> None:
        self.mask: NDArray[np.bool_] | None = None

    def forward(self, x: NDArray[Any]) -> NDArray[Any]:
        """Apply the function to an array of any shape."""
        self.mask = np.asarray(x <= 0)
        return np.where(self.mask, 0, x)

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        """Give the gradient of the loss with respect to x from that with respect to the output.

        Raises
        ------
        RuntimeError
            If there was no `forward` before.
        """
        if self.mask is None:
            raise RuntimeError(_NO_FORWARD)
        return np.where(self.mask, 0, dout)
