"""The mean is taken in place of the sum.

zh: 你用 np.mean 代替了 np.sum，等于又除以了所有数的个数。名字叫均方误差，公式里却是求和。比一比：Σ 前
    面除了 0.5 还有别的吗？
en: You take np.mean in place of np.sum, which divides by the number of all numbers. The name speaks of a
    mean, but the formula of a sum. Is there anything before Σ besides 0.5?
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
    def _total(self, squares: NDArray[Any]) -> Number:
        return np.mean(squares)
