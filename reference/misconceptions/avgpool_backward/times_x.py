"""The shares are multiplied by the numbers of x.

zh: 你把分到的梯度又乘上了 x 自己的数。求平均时每个数前面的系数都一样，与它的大小无关。想一想：输出对 x 的一个
    数的导数里，还有没有 x？
en: You multiply each share by the number of x itself. In a mean all numbers have the same coefficient,
    whatever their size. Is there any x left in the derivative of the output?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByMatrix):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return super().backward(dout) * self.kept
