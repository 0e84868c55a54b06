"""The first dx is returned ever after.

zh: 你把第一次算出的 dx 存了下来，之后的 backward 直接返回它，不再看新的 x 和 dout。想一想：backward 的结果取
    决于什么？
en: You keep the first dx, and every later backward returns it without a look at the new x and dout. What does
    the result of backward depend on?
shows: reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    first: NDArray[Any] | None = None

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        if self.first is None:
            self.first = super().backward(dout)
        return self.first
