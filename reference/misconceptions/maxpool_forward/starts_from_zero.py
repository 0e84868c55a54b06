"""The search for the maximum starts from zero, so that negative numbers never win.

zh: 你找最大值时从 0 开始比较，窗口里全是负数时就得到了 0。没有填充的窗口里并没有 0。想一想：一开始的“当前最大
    值”应当是什么？
en: Your search for the maximum starts from 0, which is what a window of nothing but negative numbers yields.
    Without padding there is no 0 in it. What should the largest number so far be at the start?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _maxima(self, cells: NDArray[Any]) -> NDArray[Any]:
        return np.maximum(cells.max(axis=1), 0)
