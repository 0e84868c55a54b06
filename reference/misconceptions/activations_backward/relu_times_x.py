"""ReLU's gradient is multiplied by x.

zh: x > 0 的地方你又乘了 x（或者前向的输出）。y = x 的导数是 1。想一想：应当乘以函数值还是导数？
en: Where x > 0 you multiply by x, or by the output. The derivative of y = x is 1. Should you multiply by
    the value of a function or by its derivative?
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
        return np.where(self.mask, 0, dout * self.x)
