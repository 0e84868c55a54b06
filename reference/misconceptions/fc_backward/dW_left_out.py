"""dW is not stored.

zh: 你没有给 self.dW 赋值，它还是 None：可能只算了一个局部变量 dW。想一想：backward 结束之后，局
    部变量还在吗？
en: You never assign self.dW, so it is still None: perhaps dW is a local variable only. Is a local variable
    still there when backward has ended?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InParts

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FullyConnected(InParts):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        dx = super().backward(dout)
        self.dW = None
        return dx
