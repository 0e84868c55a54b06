"""Neither dW nor db is stored.

zh: 你没有给 self.dW 和 self.db 赋值，它们还是 None：可能只算了局部变量 dW 和 d
    b。想一想：backward 结束之后，局部变量还在吗？
en: You assign neither self.dW nor self.db, so both are still None: perhaps dW and db are local variables
    only. Is a local variable still there when backward has ended?
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
        self.dW = self.db = None
        return dx
