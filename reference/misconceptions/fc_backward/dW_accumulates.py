"""dW and db are added to those of the backward before.

zh: 第一次 backward 是对的，之后每一次都把 dW 和 db 加在了上一次的上面。想一想：这里应当用 = 还是 +=？
en: The first backward is right, and each later one adds to the dW and db of the one before. Should it be =
    or +=?
shows: reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InParts

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FullyConnected(InParts):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        old_weights, old_biases = self.dW, self.db
        dx = super().backward(dout)
        if old_weights is not None:
            self.dW, self.db = self.dW + old_weights, self.db + old_biases
        return dx
