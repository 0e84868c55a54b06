"""The gradient is multiplied by one minus the output alone.

zh: 你只乘了 (1-y)，少了 y。想一想：y 接近 0 时曲线是平的，梯度应当接近多少？
en: You multiply by (1-y) and leave y out. Where y is close to 0 the curve is flat: to what should the
    gradient be close?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import Sigmoid as Right

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Sigmoid(Right):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout * (1 - self.out)
