"""The largest score and the sum are those of the whole batch.

zh: 你求最大值和求和时都没有写 axis，整批数据被当成了一个样本，每个样本的概率之和不是 1。想一想：x
    的一行是什么，应当沿哪个轴求？
en: You take the maximum and the sum without an axis, as if the whole batch were one sample, so that the
    probabilities of a sample do not sum to 1. What is a row of x, and along which axis should both be
    taken?
shows: batch
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _shifted(self, x: NDArray[Any]) -> NDArray[Any]:
        return x - x.max()

    def _sums(self, powers: NDArray[Any]) -> NDArray[Any]:
        return powers.sum(keepdims=True)
