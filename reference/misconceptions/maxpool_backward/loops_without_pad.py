"""The loops run over as many windows as there are without padding.

zh: 有填充时，最后几行或几列窗口没有轮到：你的循环次数是按没有填充的图算的。想一想：dout 里有多少个梯度，你用
    到了多少个？
en: With padding, the last rows or columns of windows never get their turn: your loops count the windows of
    the image without padding. How many gradients are there in dout, and how many of them do you use?
shows: padding
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByPlaces):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        h, w = self.kept.shape[2:]
        used = dout.copy()
        used[:, :, (h - self.pool_h) // self.stride + 1 :] = 0
        used[:, :, :, (w - self.pool_w) // self.stride + 1 :] = 0
        return super().backward(used)
