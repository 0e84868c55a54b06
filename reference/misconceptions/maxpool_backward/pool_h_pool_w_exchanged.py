"""col2im is given the window's width before its height.

zh: 你调用 col2im 时把窗口的高和宽写反了，窗口不是正方形时窗口个数就对不上。比一比：你传给 col2im 的参数，和前
    向传给 im2col 的顺序一样吗？
en: You give col2im the window's width before its height. When the window is not square, the number of windows
    does not match. Compare what you hand to col2im with what forward hands to im2col.
shows: rectangular
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...im2col import col2im
from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _image(self, matrix: NDArray[Any]) -> NDArray[Any]:
        return col2im(matrix, self.kept.shape, self.pool_w, self.pool_h, self.stride, self.pad)
