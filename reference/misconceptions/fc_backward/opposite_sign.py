"""All gradients have the opposite sign.

zh: 你的梯度符号都反了。梯度下降时减去梯度，那个负号属于更新的一步。想一想：out = xW + b 求导之后
    有负号吗？
en: All your gradients have the opposite sign. The minus of gradient descent belongs to the update. Is there
    a minus in the derivative of out = xW + b?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InParts

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FullyConnected(InParts):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return super().backward(-dout)
