"""Means are taken, not maxima.

zh: 你取的是平均值，那是平均池化。想一想：最大池化从每个窗口里拿走的是哪一个数？
en: You take means: that is average pooling. Which number of a window does max pooling hand on?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _maxima(self, cells: NDArray[Any]) -> NDArray[Any]:
        return cells.mean(axis=1)
