"""dx has height and width exchanged, and what does not fit in it is lost.

zh: 你的 dx 的形状是 (N, C, W, H)，高和宽对调了，放不下的梯度就丢了。图像是正方形时看不出来。想一想：x 的四个
    轴依次是什么？
en: Your dx has the shape (N, C, W, H): height and width are exchanged, and gradients that do not fit are
    lost. A square image does not show it. What are the four axes of x, one by one?
shows: rectangular
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByPlaces):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        n, c, h, w = self._shape()
        dx = np.zeros((n, c, w, h))
        index = np.broadcast_arrays(*self._index(dout.shape))
        inside = (index[2] < w) & (index[3] < h)
        np.add.at(dx, tuple(part[inside] for part in index), dout[inside])
        return dx[:, :, self.pad : w - self.pad, self.pad : h - self.pad]
