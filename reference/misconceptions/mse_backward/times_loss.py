"""The gradient is multiplied by the loss.

zh: 你把梯度又乘上了损失。backward 没有参数，因为损失是最后一层，它对自己的梯度是 1。想一想：self.loss 在
    这里有用吗？
en: You multiply the gradient by the loss. Backward has no argument because the loss comes last, and its
    gradient with respect to itself is 1. Is there any use for self.loss here?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import Keeping

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MeanSquaredError(Keeping):
    def _gradient(self, difference: NDArray[Any]) -> NDArray[Any]:
        return difference * self.loss
