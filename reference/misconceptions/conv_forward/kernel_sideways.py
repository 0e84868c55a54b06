"""Height and width of the filters are exchanged for im2col.

zh: 你把卷积核的高和宽反着交给了 im2col。卷积核不是正方形时，取出的窗口就不是那个形状了。想一想：self.W 的四个
    轴依次是什么？
en: You hand the filters' height and width to im2col the wrong way round. Where a filter is not square, the
    windows have another shape. What are the four axes of self.W, one by one?
shows: rectangular
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...im2col import im2col
from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _rows(self, x: NDArray[Any]) -> NDArray[Any]:
        return im2col(x, self.W.shape[3], self.W.shape[2], self.stride, self.pad)
