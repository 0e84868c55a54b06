"""The gradient of a maximum is divided by the size of its window.

zh: 位置是对的，但你把梯度除以了窗口里数的个数，像平均池化那样。最大池化的输出就是最大值本身。想一想：最大值增
    加一点，输出增加多少？
en: The places are right, but you divide the gradient by the number of cells in a window, as average pooling
    would. The output of max pooling is the maximum itself. If the maximum grows a little, by how much does
    the output grow?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return super().backward(dout) / self.area
