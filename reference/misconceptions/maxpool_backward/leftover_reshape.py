"""x is cut into windows by reshape, as if they lay side by side and left nothing over.

zh: 你用 reshape 把 x 切成一块块窗口，这只在窗口恰好铺满 x 时才行得通：不重叠、没有填充，也没有剩余的行和列。
    否则元素个数对不上。想一想：一般情况下，第 i 个窗口从哪一行开始？
en: You cut x into windows by reshape. That only works where they tile x exactly: no overlap, no padding,
    nothing left over. Otherwise the numbers of elements do not match. In general, in which row does window i
    begin?
shows: leftover, overlap, padding
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        n, c, out_h, out_w = dout.shape
        blocks = self.kept.reshape(n, c, out_h, self.pool_h, out_w, self.pool_w).transpose(0, 1, 2, 4, 3, 5)
        places = blocks.reshape(n, c, out_h, out_w, self.area).argmax(axis=-1)
        parts = np.eye(self.area)[places] * dout[..., None]
        parts = parts.reshape(blocks.shape).transpose(0, 1, 2, 4, 3, 5)
        return parts.reshape(self.kept.shape)
