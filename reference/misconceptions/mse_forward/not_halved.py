"""The factor 0.5 is missing.

zh: 你的损失恰好是预期的两倍：少了系数 0.5。对照题目中的公式比一比，它能让梯度变得很简单，你知道
    为什么吗？
en: Your loss is twice what is expected: the factor 0.5 is missing. Compare with the formula. It makes the
    gradient simple; do you see why?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._parts import InSteps

if TYPE_CHECKING:
    from ._parts import Number


class MeanSquaredError(InSteps):
    def _half(self, total: Number) -> Number:
        return total
