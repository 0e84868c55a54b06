"""ReLU lets a hundredth of the gradient pass below zero.

zh: x <= 0 的地方，你留了 0.01 倍的梯度，那是 Leaky ReLU。看一看 forward，想一想：x 是负数时输出
    是多少？
en: Where x <= 0 you let a hundredth of the gradient pass: that is a leaky ReLU. Look at forward: what is
    the output of a negative number?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import Relu as Right

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Relu(Right):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return np.where(self.mask, 0.01 * dout, dout)
