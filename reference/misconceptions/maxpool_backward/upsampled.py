"""Maxima and gradients are blown up to the size of x and compared cell by cell.

zh: 你把前向的输出和 dout 放大到 x 的大小，再逐个比较。这只在窗口恰好铺满 x、窗口里没有相同的最大值时才对，否
    则形状对不上，或者几个数都得到梯度。想一想：一般情况下，第 i 个窗口从哪一行开始？
en: You blow up the output and dout to the size of x and compare cell by cell. That is only right where
    windows tile x exactly and have no equal maxima: otherwise the shapes do not match, or several cells get
    the gradient. In general, in which row does window i begin?
shows: leftover, overlap, padding, ties
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def forward(self, x: NDArray[Any]) -> NDArray[Any]:
        self.out = super().forward(x)
        return self.out

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return np.where(self.kept == self._enlarged(self.out), self._enlarged(dout), 0)

    def _enlarged(self, small: NDArray[Any]) -> NDArray[Any]:
        return small.repeat(self.pool_h, axis=2).repeat(self.pool_w, axis=3)
