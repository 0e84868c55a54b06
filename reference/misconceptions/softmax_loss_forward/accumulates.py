"""Each loss is added to the one before.

zh: 第一次的损失是对的，之后每一次都加在了上一次的上面。想一想：累加用的变量应当在什么时候清零？
en: The first loss is right, and each later one is added to the one before. When must the variable that you
    add to start from zero?
shows: reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ._parts import Number


class SoftmaxWithLoss(InSteps):
    total: Number = 0.0

    def forward(self, x: NDArray[Any], t: NDArray[Any]) -> Number:
        self.total = self.total + super().forward(x, t)
        return self.total
