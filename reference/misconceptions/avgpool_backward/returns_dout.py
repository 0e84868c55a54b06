"""dout itself is returned.

zh: 你返回的就是 dout，形状是输出的形状。想一想：dx 的形状应当与谁相同？
en: You return dout itself, in the shape of the output. Whose shape should dx have?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByMatrix):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout
