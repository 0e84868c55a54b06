"""W is changed after the gradients are computed.

zh: 你的梯度是对的，但算完之后改动了 W 和 b，下一次 forward 就变了。更新参数是优化器的事。想一想：
    这一层的 backward 应当改动哪些属性？
en: Your gradients are right, but then you change W and b, and the next forward differs. Updating is the
    optimiser's business. Which attributes should backward change?
shows: reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InParts

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FullyConnected(InParts):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        dx = super().backward(dout)
        self.W = self.W - 0.1 * self.dW
        self.b = self.b - 0.1 * self.db
        return dx
