"""The gradient is not divided by the number of samples.

zh: 你的梯度没有除以样本数 N。forward 的损失是各样本的平均。想一想：改动一个样本的得分，平均损失
    变化多少？
en: You do not divide the gradient by the number of samples. The loss of forward is a mean over them. If the
    score of one sample changes, by how much does the mean change?
shows: batch
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _divided(self, difference: NDArray[Any]) -> NDArray[Any]:
        return difference
