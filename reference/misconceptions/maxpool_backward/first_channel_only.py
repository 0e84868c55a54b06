"""Only the first channel has a gradient.

zh: 你的 dx 里只有第一个通道有梯度，别的通道都是 0。每个通道都是各自池化的。想一想：你的循环或下标有没有走遍 C
    这个轴？
en: Only the first channel has a gradient in your dx, the others are zero. Every channel is pooled on its own.
    Do your loops or indices visit the whole axis C?
shows: channels
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
        first[:, 0] = dout[:, 0]
        return super().backward(first)
