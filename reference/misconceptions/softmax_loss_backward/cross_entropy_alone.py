"""The gradient is that of the cross entropy alone, with respect to y.

zh: 你求的是交叉熵对 y 的梯度 -t/y，还没有经过 softmax。本题要的是对得分 x 的梯度。想一想：链式法
    则还差哪一步？
en: You give the gradient of the cross entropy with respect to y, -t/y, which has not gone through the
    softmax yet. Asked for is that with respect to the scores x. Which step of the chain rule is missing?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _difference(self) -> NDArray[Any]:
        return -self._one_hot() / self.y
