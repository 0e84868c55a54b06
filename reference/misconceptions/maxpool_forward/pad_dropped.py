"""im2col is not told of the padding.

zh: 你没有把填充告诉 im2col，它就当作 0，窗口个数与 out_h、out_w 对不上。比一比：算大小时用到的量，im2col 都知
    道吗？
en: You do not tell im2col of the padding, so it takes 0 and the number of windows does not match out_h and
    out_w. Compare what your sizes depend on with what you hand to im2col.
shows: padding
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...im2col import im2col
from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _cells(self, x: NDArray[Any]) -> NDArray[Any]:
        return im2col(x, self.pool_h, self.pool_w, self.stride).reshape(-1, self.area)
