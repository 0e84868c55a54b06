"""The derivative is that of tanh.

zh: 你用的是 1-y²，那是 tanh 的导数。对照题目中的公式比一比：Sigmoid 的导数在 y=0.5 时是多少？
en: You use 1-y², the derivative of tanh. Compare with the formula of the statement: what is the derivative
    of the sigmoid where y is 0.5?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import Sigmoid as Right

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Sigmoid(Right):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout * (1 - self.out**2)
