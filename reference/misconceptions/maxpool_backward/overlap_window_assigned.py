"""Each window is written over whole, zeros and all.

zh: 处理每个窗口时，你把整块窗口都写进了 dx，最大值以外的 0 也写了进去，于是后一个窗口抹掉了前一个窗口留下的梯
    度。想一想：窗口重叠时，一个窗口不该动哪些位置？
en: For each window you write the whole block into dx, with the zeros around the maximum, and so a later
    window wipes out what an earlier one left there. Where windows overlap, which cells must a window leave
    alone?
shows: overlap
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...im2col import windows, zero_padded
from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _image(self, matrix: NDArray[Any]) -> NDArray[Any]:
        n, c, h, w = self.kept.shape
        dx = zero_padded(np.zeros((n, c, h, w)), self.pad)
        seen = windows(dx, self.pool_h, self.pool_w, self.stride)
        out_h, out_w = seen.shape[2:4]
        parts = matrix.reshape(n, out_h, out_w, c, self.pool_h, self.pool_w)
        for i, j in np.ndindex(out_h, out_w):
            seen[:, :, i, j] = parts[:, i, j]
        return dx[:, :, self.pad : self.pad + h, self.pad : self.pad + w]
