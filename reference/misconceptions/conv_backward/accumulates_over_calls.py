"""dW and db are added to those of the call before.

zh: 第一次 backward 是对的，之后每一次都把新的 dW、db 加到了上一次的上面。想一想：每次的 dW 应当由什么决定？
en: The first backward is right, but each later one adds its dW and db to those before. What does the dW of a
    call depend on?
shows: reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    total: tuple[Any, Any] | None = None

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        dx = super().backward(dout)
        if self.total is not None:
            self.dW, self.db = self.dW + self.total[0], self.db + self.total[1]
        self.total = self.dW, self.db
        return dx
