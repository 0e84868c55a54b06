"""The number of samples is always taken to be two, as in the sample of the statement.

zh: 你总是除以 2，那是题目样例的样本数。换一批样本，N 就变了。想一想：N 可以从哪里得到？
en: You always divide by 2, which is the number of samples in the statement's example. Another batch has
    another number. Where can you read it off?
shows: any
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
        return -np.sum(logs) / 2
