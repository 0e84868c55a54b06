"""col2im is not told of the padding.

zh: 前向时窗口是在填充过的图上滑动的，还原时你却没有把填充告诉 col2im，窗口个数就对不上了。比一比：你传给
    col2im 的参数，和前向传给 im2col 的一样吗？
en: In forward the windows slide over the padded image, but you do not tell col2im of the padding, and the
    number of windows does not match. Compare what you hand to col2im with what forward hands to im2col.
shows: padding
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...im2col import col2im
from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _image(self, matrix: NDArray[Any]) -> NDArray[Any]:
        return col2im(matrix, self.kept.shape, self.pool_h, self.pool_w, self.stride)
