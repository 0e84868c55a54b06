"""There is a loss for each sample, not one for the batch.

zh: 你沿 axis=1 求和，每个样本得到一个损失，返回的是数组。想一想：sum 不写 axis 时得到什么？
en: You sum along axis 1, which gives a loss for each sample, and return an array. What does sum give
    without an axis?
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
        return np.sum(squares, axis=1)
