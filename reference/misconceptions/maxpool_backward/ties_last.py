"""The last of several equal maxima gets the gradient.

zh: 窗口里有几个相同的最大值时，你把梯度给了最后一个，而前向选的不是它。检查一下：比较大小时，后来的相等的数会
    不会顶替掉先前的那个？
en: Where a window has several equal maxima, the last one gets the gradient, but forward chose another. Look
    at your comparison: does an equal number that comes later push out the one before it?
shows: ties
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _mask(self) -> NDArray[Any]:
        from_the_end = self._cells()[:, ::-1].argmax(axis=1)
        return np.eye(self.area)[self.area - 1 - from_the_end]
