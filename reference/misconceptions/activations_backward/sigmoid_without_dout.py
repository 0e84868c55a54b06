"""dout is left out for the sigmoid.

zh: 你返回的只是 Sigmoid 的导数，没有乘以 dout。想一想：链式法则说，损失对 x 的梯度是哪两样东西的
    乘积？
en: You return the derivative of the sigmoid and leave dout out. Of which two things is the gradient with
    respect to x the product, by the chain rule?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import Sigmoid as Right

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Sigmoid(Right):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:  # noqa: ARG002  that is the mistake
        return self.out * (1 - self.out)
