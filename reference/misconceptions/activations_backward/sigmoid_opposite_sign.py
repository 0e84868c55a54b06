"""The sigmoid's gradient has the opposite sign.

zh: 你的 Sigmoid 梯度符号反了，像是算成了 y(y-1)。Sigmoid 是递增的，想一想：它的导数是正还是负？
en: The gradient of your sigmoid has the opposite sign, as if it were y(y-1). The sigmoid rises everywhere:
    is its derivative positive or negative?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import Sigmoid as Right

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Sigmoid(Right):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout * self.out * (self.out - 1)
