"""The gradient is y - t, whatever t is, and nothing else.

zh: 你返回的就是 y - t，既没有除以样本数 N，也没有考虑 t 是标签的情形。想一想：forward 的
    损失是总和还是平均？标签 2 写成 one-hot 是什么样子？
en: You return y - t and nothing else: it is not divided by the number of samples, and t may hold labels.
    Is the loss of forward a sum or a mean? What does label 2 look like as one-hot?
shows: batch
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def backward(self) -> NDArray[Any]:
        return self.y - self.t
