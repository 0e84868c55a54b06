"""Every forward is put on a list, and every backward takes one off.

zh: 你把每次 forward 的数据存进列表，backward 每次取走一份，再调用一次就取空了。同一次 forward 之后，backward
    可能被调用不止一次，而且总是对应最近的那次 forward。想一想：需要记住几次 forward？
en: You put the data of every forward on a list, and every backward takes one off, until there is none left.
    After one forward, backward may be called more than once, and it always belongs to the latest forward. How
    many forwards do you need to remember?
shows: reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def __init__(self, pool_h: int, pool_w: int, stride: int = 1, pad: int = 0) -> None:
        super().__init__(pool_h, pool_w, stride, pad)
        self.history: list[tuple[NDArray[Any], NDArray[np.intp]]] = []

    def forward(self, x: NDArray[Any]) -> NDArray[Any]:
        out = super().forward(x)
        self.history.append((self.kept, self.maxima))
        return out

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        self.x, self.arg_max = self.history.pop(0)
        return super().backward(dout)
