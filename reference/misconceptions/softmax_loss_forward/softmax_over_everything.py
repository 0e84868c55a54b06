"""The exponentials are divided by the sum of all of them.

zh: 你除以的是整批所有 exp 的总和，sum 没有写 axis。这样每个样本的概率之和不是 1。想一想：应当沿
    哪个轴求和？怎样让结果还能与原来的矩阵相除？
en: You divide by the sum of all exponentials of the batch: sum has no axis. Then the probabilities of a
    sample do not sum to 1. Along which axis should you sum, and how do you keep the result divisible into
    the matrix?
shows: batch
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _sums(self, powers: NDArray[Any]) -> NDArray[Any]:
        return powers.sum(keepdims=True)
