"""The maxima of all windows are marked in one mask.

zh: 你把所有窗口的最大值记在同一张掩码上，于是一个窗口的梯度也流到了它里面、却属于别的窗口的最大值上。想一想：
    在一个窗口里，能得到它的梯度的有几个位置？
en: You mark the maxima of all windows in one mask, so that the gradient of a window also reaches cells in it
    that are the maximum of another. In a single window, how many cells may receive its gradient?
shows: overlap
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...im2col import col2im, windows
from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByPlaces):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        mask = np.zeros(self._shape())
        mask[self._index(dout.shape)] = 1
        marked = windows(mask, self.pool_h, self.pool_w, self.stride) * dout[..., None, None]
        parts = marked.transpose(0, 2, 3, 1, 4, 5)
        return col2im(parts, self.kept.shape, self.pool_h, self.pool_w, self.stride, self.pad)
