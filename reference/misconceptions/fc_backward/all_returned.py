"""dx, dW and db are returned together.

zh: 你把 dx、dW、db 一起返回了，得到的是元组。题目只要求返回 dx。想一想：另外两个应当放在哪里？
en: You return dx, dW and db together, as a tuple. Only dx is to be returned. Where do the other two belong?
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
        return dx, self.dW, self.db  # type: ignore[return-value]  # that is the mistake
