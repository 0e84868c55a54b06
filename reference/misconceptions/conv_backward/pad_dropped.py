"""col2im is not told of the padding.

zh: 你没有把填充告诉 col2im，它就当作 0，窗口个数就对不上了。比一比：你传给 col2im 的参数，和前向传给 im2col
    的一样吗？
en: You do not tell col2im of the padding, so it takes 0, and the number of windows does not match. Compare
    what you hand to col2im with what forward hands to im2col.
shows: padding
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...im2col import col2im
from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _image(self, matrix: NDArray[Any]) -> NDArray[Any]:
        return col2im(matrix, self.kept.shape, self.W.shape[2], self.W.shape[3], self.stride)
