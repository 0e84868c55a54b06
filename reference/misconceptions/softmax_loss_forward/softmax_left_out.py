"""The loss is computed from the scores, without a softmax.

zh: 你没有做 softmax，直接对得分取了对数。得分不是概率，可以是负数，也可以大于 1。想一想：怎样把
    得分变成和为 1 的正数？
en: You leave the softmax out and take the logarithm of the scores. Scores are no probabilities; they may be
    negative, or above 1. What turns them into positive numbers that sum to 1?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _softmax(self, x: NDArray[Any]) -> NDArray[Any]:
        return x
