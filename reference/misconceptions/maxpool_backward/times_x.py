"""The gradient is multiplied by the maximum itself.

zh: 位置是对的，但你把梯度又乘上了最大值本身。取最大值只是把一个数原样拿出来。想一想：输出对这个数的导数是多
    少？
en: The places are right, but you multiply the gradient by the maximum itself. Taking a maximum hands one
    number on as it is. What is the derivative of the output with respect to that number?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _matrix(self, dout: NDArray[Any]) -> NDArray[Any]:
        return super()._matrix(dout) * self._cells()
