"""The shape is taken apart into two numbers.

zh: 你写了 N, D = self.y.shape，y 是四维时就报错了。想一想：这里需要知道有几个轴吗？
en: You write N, D = self.y.shape, which fails where y has four axes. Do you need to know here how many axes
    there are?
shows: maps
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import Keeping

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MeanSquaredError(Keeping):
    def _gradient(self, difference: NDArray[Any]) -> NDArray[Any]:
        n, d = difference.shape
        return difference.reshape(n, d)
