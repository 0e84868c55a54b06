"""The product is one of matrices, not of elements.

zh: 你用了矩阵乘法，而激活函数对每个数各自起作用。想一想：dx 与 dout 的形状相同，应当用 * 还是 np.dot？
en: You use a product of matrices, but an activation function takes each number on its own. dx has the shape
    of dout: does that call for * or for np.dot?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import Sigmoid as Right

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Sigmoid(Right):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return np.dot(dout, self.out * (1 - self.out))
