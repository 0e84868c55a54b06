"""The squared error is taken in place of the cross entropy.

zh: 你算的是概率与 one-hot 之差的平方和，那是均方误差。本题要的是交叉熵。对照题目中的公式想一想：
    对数在哪里？
en: You sum the squared differences of probabilities and one-hot: that is the squared error. The statement
    asks for the cross entropy. Compare with its formula: where is the logarithm?
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
    def _loss(self, y: NDArray[Any], t: NDArray[Any]) -> Number:
        right = np.eye(y.shape[1])[self._labels(t)]
        return 0.5 * np.sum((y - right) ** 2) / len(y)
