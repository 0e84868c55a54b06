"""The gradient is divided by the number of images.

zh: 你的梯度除以了样本数 N。对一批样本取平均是损失函数那一层做的事，dout 传来时已经算好了。想一想：这一层里有
    没有哪一步是对 N 求平均的？
en: You divide the gradient by the number of images. Averaging over a batch is done where the loss is
    computed, and dout already has it. Does anything in this layer take a mean over N?
shows: batch
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return super().backward(dout) / dout.shape[0]
