"""There is a loss for each sample, not one for the batch.

zh: 你返回的是一个数组，每个样本一个损失，没有合成一个数。想一想：网络训练时要让哪一个数变小？
en: You return an array with a loss for each sample, not one number. Training makes one number smaller.
    Which?
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
        return -logs
