"""The last row and the last column of windows are left out.

zh: 最后一行和最后一列窗口没有轮到，你的循环少走了一步。想一想：range(n - 1) 的最后一个数是几？
en: The last row and the last column of windows never get their turn: your loops stop one step early. What is
    the last number of range(n - 1)?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByMatrix):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        used = np.zeros(dout.shape)
        used[:, :, :-1, :-1] = dout[:, :, :-1, :-1]
        return super().backward(used)
