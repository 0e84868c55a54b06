"""Half is written as an integer division and is zero.

zh: 你写了 1 // 2，它等于 0，损失就总是 0。想一想：Python 里 / 和 // 有什么不同？
en: You write 1 // 2, which is 0, and so is every loss. What is the difference between / and // in Python?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._parts import InSteps

if TYPE_CHECKING:
    from ._parts import Number


class MeanSquaredError(InSteps):
    def _half(self, total: Number) -> Number:
        return 1 // 2 * total
