"""The three gradients, each on its own: a known wrong solution replaces one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class InParts:
    """As the template: `x` holds what forward was given, flattened, with its dtype."""

    def __init__(self, W: NDArray[Any], b: NDArray[Any]) -> None:
        self.W = W
        self.b = b
        self.dW: Any = None
        self.db: Any = None

    def forward(self, x: NDArray[Any]) -> NDArray[Any]:
        self.original_x_shape = x.shape
        self.x = x.reshape(x.shape[0], -1)
        return self.x @ self.W + self.b

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        dx = self._inputs(dout)
        self.dW = self._weights(dout)
        self.db = self._biases(dout)
        return self._shaped(dx)

    def _inputs(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout @ self.W.T

    def _weights(self, dout: NDArray[Any]) -> NDArray[Any]:
        return self.x.T @ dout

    def _biases(self, dout: NDArray[Any]) -> NDArray[Any]:
        return np.sum(dout, axis=0)

    def _shaped(self, dx: NDArray[Any]) -> NDArray[Any]:
        return dx.reshape(self.original_x_shape)
