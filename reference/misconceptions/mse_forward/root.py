"""The root of the sum is taken.

zh: 你又开了平方根。对照题目中的公式想一想：里面有根号吗？
en: You take a square root at the end. Compare with the formula: is there a root in it?
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
        return np.sqrt(total)
