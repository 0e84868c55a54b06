"""The softmax runs over the samples, not over the classes.

zh: 你的 softmax 是沿样本的方向（axis=0）做的：每一列加起来是 1，而不是每一行。想一想：一个样本属
    于各类别的概率之和应当是多少？
en: Your softmax runs along the samples (axis=0): each column sums to 1, not each row. What should the
    probabilities of one sample sum to?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _sums(self, powers: NDArray[Any]) -> NDArray[Any]:
        return powers.sum(axis=0)
