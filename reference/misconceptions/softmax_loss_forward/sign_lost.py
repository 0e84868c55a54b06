"""The minus before the logarithm is missing.

zh: 你的损失是负数：对数前面少了负号。概率不超过 1，想一想：它的对数是正还是负？损失应当是正还是
    负？
en: Your loss is negative: the minus before the logarithm is missing. A probability is at most 1. Is its
    logarithm positive or negative, and which should a loss be?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ._parts import Number


class SoftmaxWithLoss(InSteps):
    def _mean(self, logs: NDArray[Any]) -> Number:
        return -super()._mean(logs)
