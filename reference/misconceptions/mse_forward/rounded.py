"""The loss is rounded to two decimals.

zh: 你把损失四舍五入到了两位小数。允许的误差只有 1e-5。想一想：有必要改动算出来的数吗？
en: You round the loss to two decimals. An error of 1e-5 is all that is allowed. Is there a reason to change
    the number that you computed?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ._parts import InSteps

if TYPE_CHECKING:
    from ._parts import Number


class MeanSquaredError(InSteps):
    def _half(self, total: Number) -> Number:
        return np.round(0.5 * total, 2)
