"""The first dx is returned ever after.

zh: 你的 backward 只算了一次，之后一直返回第一次的 dx。想一想：dout 换了，dx 会不会变？
en: Your backward is computed once, and its first dx is returned ever after. When dout is another one, does dx
    stay the same?
shows: reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByMatrix):
    first: NDArray[Any] | None = None

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        if self.first is None:
            self.first = super().backward(dout)
        return self.first
