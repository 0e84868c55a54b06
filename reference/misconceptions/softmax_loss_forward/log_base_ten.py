"""The logarithm is that to base ten.

zh: 你用的是以 10 为底的对数。题目中的 log 是自然对数。想一想：numpy 里自然对数叫什么？
en: You take logarithms to base ten. The log of the statement is the natural one. What is it called in
    numpy?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...softmax_loss import EPSILON
from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _logs(self, probabilities: NDArray[Any]) -> NDArray[Any]:
        return np.log10(probabilities + EPSILON)
