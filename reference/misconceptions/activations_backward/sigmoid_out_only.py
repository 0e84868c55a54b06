"""The gradient is multiplied by the output alone.

zh: 你只乘了 y，少了 (1-y)。想一想：y 接近 1 时曲线是平的，梯度应当接近多少？
en: You multiply by y and leave (1-y) out. Where y is close to 1 the curve is flat: to what should the
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
        return dout * self.out
