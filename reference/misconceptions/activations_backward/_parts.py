"""Both classes as the template has them, so that a known wrong solution finds `out` and `mask` at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...activations import Relu as RightRelu
from ...activations import Sigmoid as RightSigmoid

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Sigmoid:
    def forward(self, x: NDArray[Any]) -> NDArray[Any]:
        self.x = x
        self.out = RightSigmoid().forward(x)
        return self.out.copy()

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout * self.out * (1 - self.out)


class Relu:
    def forward(self, x: NDArray[Any]) -> NDArray[Any]:
        self.x = x
        self.mask = x <= 0
        return RightRelu().forward(x)

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return np.where(self.mask, 0, dout)
