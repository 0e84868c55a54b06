"""The gradient is divided by the square of the window's height.

zh: 你除以的是 pool_h 的平方，窗口不是正方形时就不对了。想一想：窗口里有几个数？
en: You divide by the square of pool_h, which is wrong where the window is not square. How many numbers does a
    window have?
shows: rectangular
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByMatrix):
    def _share(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout / self.pool_h**2
