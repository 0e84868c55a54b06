"""dW is transposed.

zh: 你的 dW 的形状是 (M, D)，转置了。比一比 W 的形状：dW 与 W 的形状应当相同。x.T 和 dout 应当谁
    在前面？
en: Your dW has the shape (M, D): it is transposed. Compare it with W, whose shape it should have. Which
    comes first, x.T or dout?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InParts

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FullyConnected(InParts):
    def _weights(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout.T @ self.x
