"""Each loss is added to the one before.

zh: 第一次的损失是对的，之后每一次都加在了上一次的上面。想一想：self.loss 在什么时候应当从 0 开始？
en: The first loss is right, and each later one is added to the one before. When must self.loss start from
    zero?
shows: reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ._parts import Number


class MeanSquaredError(InSteps):
    loss: Number = 0.0

    def forward(self, y: NDArray[Any], t: NDArray[Any]) -> Number:
        self.loss = self.loss + super().forward(y, t)
        return self.loss
