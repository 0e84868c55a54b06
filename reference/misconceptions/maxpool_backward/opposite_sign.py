"""Every gradient has the opposite sign.

zh: 你的梯度处处差一个负号。沿负梯度方向更新参数是优化器的事，不归这一层管。找一找：负号是从哪里来的？
en: All your gradients have the opposite sign. Stepping against the gradient is the optimiser's business, not
    this layer's. Where does the minus come from?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return -super().backward(dout)
