"""The sigmoid's gradient is divided by the number of samples.

zh: 你又除以了样本数 N。对样本取平均是损失函数做的事，dout 传来时已经算好了。想一想：激活函数的公
    式里有 N 吗？
en: You divide by the number of samples. Averaging is done where the loss is computed, and dout already has
    it. Is there an N in the formula of the activation?
shows: batch
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import Sigmoid as Right

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Sigmoid(Right):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return super().backward(dout) / len(dout)
