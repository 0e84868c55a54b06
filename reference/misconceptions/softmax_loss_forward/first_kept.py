"""The first loss is returned ever after.

zh: 你把第一次的损失存了下来，之后每次都返回它。想一想：self.loss 在什么时候应当重新计算？
en: You keep the first loss and return it ever after. When does self.loss have to be computed again?
shows: reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ._parts import Number


class SoftmaxWithLoss(InSteps):
    first: Number | None = None

    def forward(self, x: NDArray[Any], t: NDArray[Any]) -> Number:
        if self.first is None:
            self.first = super().forward(x, t)
        return self.first
