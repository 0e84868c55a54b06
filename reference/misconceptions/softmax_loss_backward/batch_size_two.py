"""The number of samples is always taken to be two, as in the sample of the statement.

zh: 你总是除以 2，那是题目样例的样本数。想一想：换一批样本，N 从哪里得到？
en: You always divide by 2, which is the number of samples in the statement's example. Where can you read it
    off for another batch?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _divided(self, difference: NDArray[Any]) -> NDArray[Any]:
        return difference / 2
