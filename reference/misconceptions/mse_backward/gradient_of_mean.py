"""The gradient is that of the mean of the squares.

zh: 你求的是“平方的平均值”的梯度，许多框架里的均方误差是这样定义的，但这里的 forward 不是。看一看 forward，想
    一想：它取的是 sum 还是 mean？前面乘了几？
en: Yours is the gradient of the mean of the squares, as many frameworks define this loss, but not this
    forward. Look at it: does it take the sum or the mean, and times what?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import Keeping

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MeanSquaredError(Keeping):
    def _gradient(self, difference: NDArray[Any]) -> NDArray[Any]:
        return 2 * difference / difference.size
