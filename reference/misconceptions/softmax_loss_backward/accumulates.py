"""Each gradient is added to the one before.

zh: 第一次的梯度是对的，之后每一次都加在了上一次的上面。想一想：累加用的数组应当在什么时候清零？
en: The first gradient is right, and each later one is added to the one before. When must the array that you
    add to start from zero?
shows: reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    total: Any = 0.0

    def backward(self) -> NDArray[Any]:
        self.total = self.total + super().backward()
        return self.total
