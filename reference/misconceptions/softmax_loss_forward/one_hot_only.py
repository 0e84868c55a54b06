"""Labels are multiplied with the logarithms as if they were one-hot.

zh: t 是标签时，你仍按 one-hot 的写法用 t 乘以对数：形状不符会报错，碰巧相符时结果是错的。想一想：
    怎样区分两种写法？有了标签，怎样取出正确类别的概率？
en: Where t holds labels you still multiply the logarithms with it, as with one-hot: shapes do not fit, or
    fit by accident and give a wrong sum. How can you tell the two forms apart? Given a label, how do you
    pick the probability?
shows: labels
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
        return -np.sum(t * self._logs(y)) / len(y)
