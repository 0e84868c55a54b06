"""ReLU's gradient has the integer dtype of the mask.

zh: 你用 np.zeros_like(self.mask) 之类的数组来放梯度，它的元素不是浮点数，放进去的梯度变了样。想
    一想：dx 应当是什么类型？试试打印 dx.dtype。
en: You put the gradient into an array such as np.zeros_like(self.mask), whose elements are no floats, and
    it does not survive that. Of which type should dx be? Try printing dx.dtype.
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
        dx = np.zeros_like(self.mask, dtype=np.int64)
        dx[~self.mask] = dout[~self.mask]
        return dx
