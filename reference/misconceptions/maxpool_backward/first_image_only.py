"""Only the first image of the batch has a gradient.

zh: 你的 dx 里只有第一个样本有梯度，后面的样本都是 0。检查一下循环和 return 的缩进：处理完第一个样本之后，程序
    还在继续吗？
en: Only the first image of the batch has a gradient in your dx, the others are zero. Look at your loops and
    at the indentation of return: does the program go on after the first image?
shows: batch
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        first = np.zeros(dout.shape)
        first[0] = dout[0]
        return super().backward(first)
