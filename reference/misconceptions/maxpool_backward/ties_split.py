"""Several equal maxima share the gradient.

zh: 窗口里有几个相同的最大值时，你把梯度平均分给了它们。这也是一种约定，但不是本题的：前向只选了其中一个。想一
    想：是谁记住了这个选择？
en: Where a window has several equal maxima, you split the gradient among them. That is one possible
    convention, but not the one of this exercise: forward chose a single one of them. What remembers that
    choice?
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
        cells = self._cells()
        mask = (cells == cells.max(axis=1, keepdims=True)).astype(np.float64)
        return mask / mask.sum(axis=1, keepdims=True)
