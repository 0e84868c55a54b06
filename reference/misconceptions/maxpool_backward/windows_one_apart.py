"""The maxima are looked for in windows that are one cell apart, whatever the stride.

zh: 你在 x 里找最大值时没有用到步幅，窗口之间只隔了一格，看的不是前向的那些窗口。想一想：第 i 个窗口从哪一行开
    始？
en: You look for the maxima in windows that are one cell apart, without the stride: these are not the windows
    of forward. In which row does window i begin?
shows: stride
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...im2col import windows, zero_padded
from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByPlaces):
    def _index(self, shape: tuple[int, ...]) -> tuple[NDArray[Any], ...]:
        n, c, i, j = np.ix_(*map(np.arange, shape))
        seen = windows(zero_padded(self.kept, self.pad), self.pool_h, self.pool_w)
        best = seen[:, :, : shape[2], : shape[3]].reshape(*shape, -1).argmax(axis=-1)
        return n, c, i + best // self.pool_w, j + best % self.pool_w
