"""The gradient is divided by the cells of x alone that are in the window.

zh: 边上的窗口里，你只除以了不是填充的格数。前向把填充的 0 也算进了平均，分母不变。想一想：落在填充上的那一份
    去了哪里？
en: For windows at the border you only divide by the cells that are no padding. Forward counts the zeros of
    the padding, and its denominator stays the same. What becomes of the share that falls on the padding?
shows: padding
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...im2col import im2col
from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByMatrix):
    def _matrix(self, share: NDArray[Any]) -> NDArray[Any]:
        sides = self.pool_h, self.pool_w, self.stride, self.pad
        real = im2col(np.ones(self.kept.shape), *sides).reshape(-1, self.area)
        return super()._matrix(share * self.area) / np.maximum(real.sum(axis=1, keepdims=True), 1)
