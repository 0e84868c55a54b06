"""The gradient is spread evenly over the window.

zh: 你把梯度平均分给了窗口里的每个数，这是平均池化的反向传播。最大池化的输出只由一个数决定。想一想：稍稍改动窗
    口里别的数，输出会变吗？
en: You spread the gradient evenly over the window: that is the backward pass of average pooling. In max
    pooling one number decides on the output. If you change another number of the window a little, does the
    output change?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _mask(self) -> NDArray[Any]:
        return np.full((self.maxima.size, self.area), 1 / self.area)
