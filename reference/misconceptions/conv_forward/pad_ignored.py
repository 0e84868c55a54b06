"""There is no padding at all.

zh: 你完全没有用到 pad，输出比应有的小。想一想：pad 为 1 时，窗口是在哪张图上滑动的？
en: You do not use pad at all, so your output is smaller than it should be. With pad = 1, on which image do
    the windows slide?
shows: padding
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...im2col import im2col
from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _size(self, cells: int, kernel: int) -> int:
        return (cells - kernel) // self.stride + 1

    def _rows(self, x: NDArray[Any]) -> NDArray[Any]:
        return im2col(x, self.W.shape[2], self.W.shape[3], self.stride)
