"""Height and width of the window are exchanged for im2col.

zh: 你把窗口的高和宽反着交给了 im2col。窗口不是正方形时，取出的就不是那些数了。比一比：im2col 的参数依次是什
    么，你依次给了什么？
en: You hand the window's height and width to im2col the wrong way round. Where the window is not square, it
    looks at other numbers. Compare the parameters of im2col with what you hand to it, one by one.
shows: rectangular
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...im2col import im2col
from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _cells(self, x: NDArray[Any]) -> NDArray[Any]:
        return im2col(x, self.pool_w, self.pool_h, self.stride, self.pad).reshape(-1, self.area)
