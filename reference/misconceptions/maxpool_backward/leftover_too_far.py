"""The loop goes on to windows that stick out of the image.

zh: 你的循环从图像的一头一直走到另一头，最后几步窗口已经伸到了图像外面，dout 里没有与它对应的梯度。想一想：一
    行里放得下几个完整的窗口？
en: Your loop walks from one end of the image to the other. In its last steps the window sticks out, and dout
    has no gradient for it. How many whole windows fit in a row?
shows: leftover, overlap
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByPlaces):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        h, w = self._shape()[2:]
        every_row = np.arange(0, h, self.stride) // self.stride
        every_column = np.arange(0, w, self.stride) // self.stride
        return super().backward(dout[:, :, :, every_column][:, :, every_row])
