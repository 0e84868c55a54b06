"""The input is always taken to have four axes.

zh: 你把输入的形状拆成了四个数，x 只有两个轴时就报错了。想一想：恢复形状时，需要知道有几个轴吗？
en: You take the shape of the input apart into four numbers, which fails where x has two axes. Do you need
    to know how many axes there are to restore a shape?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InParts

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FullyConnected(InParts):
    def _shaped(self, dx: NDArray[Any]) -> NDArray[Any]:
        n, c, h, w = self.original_x_shape
        return dx.reshape(n, c, h, w)
