"""arg_max is reshaped to a size that was computed without the padding.

zh: 你计算 out_h、out_w 时没有算上填充，得到的窗口个数和前向不同，数据就放不进这个形状了。想一想：窗口是在哪张
    图上滑动的？
en: Your out_h and out_w leave the padding out, so the number of windows is not that of forward and the data
    do not fit the shape. On which image do the windows slide?
shows: padding
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._parts import ByPlaces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class MaxPool(ByPlaces):
    def _place(self, shape: tuple[int, ...]) -> NDArray[np.intp]:  # noqa: ARG002  the shape that it should have
        n, c, h, w = self.kept.shape
        out_h = (h - self.pool_h) // self.stride + 1
        out_w = (w - self.pool_w) // self.stride + 1
        return self.maxima.reshape(n, out_h, out_w, c).transpose(0, 3, 1, 2)
