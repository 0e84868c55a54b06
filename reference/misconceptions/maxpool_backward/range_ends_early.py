"""The range of the windows' first rows and columns ends one too early.

zh: range 不包括终点，它在最后一个窗口的起点之前就停了：大小正好整除时，最后一行和最后一列窗口没轮到。
    想一想：最后一个窗口从哪一行开始？
en: A range does not include its end, and yours stops before the row in which the last window begins: where
    the windows fit without a rest, the last row and the last column of them never get their turn. In which
    row does the last window begin?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        h, w = self.kept.shape[2:]
        down = len(range(0, h + 2 * self.pad - self.pool_h, self.stride))
        right = len(range(0, w + 2 * self.pad - self.pool_w, self.stride))
        used = np.zeros(dout.shape)
        used[:, :, :down, :right] = dout[:, :, :down, :right]
        return super().backward(used)
