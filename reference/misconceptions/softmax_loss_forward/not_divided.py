"""The losses of the samples are added up, and not divided by their number.

zh: 你把各个样本的损失加了起来，却没有除以样本数 N。题目要的是平均每个样本的损失。想一想：如果把
    同一批样本重复一遍，损失应当变吗？
en: You add up the losses of the samples and do not divide by their number. The statement asks for the mean
    loss of a sample. If every sample came twice, should the loss change?
shows: batch
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ._parts import Number


class SoftmaxWithLoss(InSteps):
    def _mean(self, logs: NDArray[Any]) -> Number:
        return -np.sum(logs)
