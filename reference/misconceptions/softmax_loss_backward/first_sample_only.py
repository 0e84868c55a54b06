"""Only the first sample has a gradient.

zh: 只有第一个样本有梯度，其余都是 0。想一想：循环是不是提前结束了？
en: Only the first sample has a gradient; the others are 0. Does your loop end too early?
shows: batch
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _difference(self) -> NDArray[Any]:
        difference = super()._difference()
        difference[1:] = 0
        return difference
