"""Where windows overlap, the last window replaces what the others left.

zh: 你逐个窗口给 dx 赋值，窗口重叠时，后一个窗口会盖掉前一个窗口的那一份。想一想：一个数影响了几个输出，
    应当用 = 还是 +=？
en: You assign dx window by window, and where windows overlap, each covers what the one before left. How
    many outputs does a number have a part in: should it be = or +=?
shows: overlap
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByPlaces):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        dx = np.zeros(self._shape())
        for i, j in np.ndindex(*dout.shape[2:]):
            top, left = i * self.stride, j * self.stride
            share = dout[:, :, i : i + 1, j : j + 1] / self.area
            dx[:, :, top : top + self.pool_h, left : left + self.pool_w] = share
        return self._cut(dx)
