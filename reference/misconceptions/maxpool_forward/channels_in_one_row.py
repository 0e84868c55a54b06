"""The maximum is taken over all channels of a window.

zh: 你没有把 im2col 的每一行再按通道拆开，最大值是在所有通道里取的，结果少了 C 倍。想一想：一行里有 C * pool_h
    * pool_w 个数，其中哪些属于同一个通道？
en: You do not split the rows of im2col by channels, so that each maximum is taken over all of them and there
    are too few by a factor of C. A row has C * pool_h * pool_w numbers: which of them belong to one channel?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...im2col import im2col
from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _cells(self, x: NDArray[Any]) -> NDArray[Any]:
        return im2col(x, self.pool_h, self.pool_w, self.stride, self.pad)
