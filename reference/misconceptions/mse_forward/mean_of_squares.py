"""The mean of the squares is taken, without the factor 0.5.

zh: 你算的是误差平方的平均值，许多框架这样定义，但本题的损失是 0.5 乘以总和。对照题目中的公式想一
    想：有哪两处不同？
en: You take the mean of the squared errors, as many frameworks define it. Here the loss is 0.5 times their
    sum. Compare with the formula: which two things differ?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ._parts import Number


class MeanSquaredError(InSteps):
    def forward(self, y: NDArray[Any], t: NDArray[Any]) -> Number:
        return np.mean((y - t) ** 2)
