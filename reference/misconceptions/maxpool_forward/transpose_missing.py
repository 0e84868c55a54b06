"""The maxima are reshaped to (N, C, out_h, out_w) without a transpose.

zh: 你直接把结果 reshape 成了 out 的形状。reshape 不移动任何数，而这些最大值是按 (N, out_h, out_w, C) 排列的。
    想一想：先 reshape 成什么，再怎样换轴？
en: You reshape the maxima straight to the shape of out. A reshape moves no number, and the maxima are in (N,
    out_h, out_w, C) order. What shape do they have first, and which axes change places then?
shows: channels
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _image(self, maxima: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
        n, out_h, out_w, c = shape
        return maxima.reshape(n, c, out_h, out_w)
