"""The rows are reshaped to (N, C', out_h, out_w) without a transpose.

zh: 你直接把结果 reshape 成了 out 的形状。reshape 不移动任何数，而这些数是按 (N, out_h, out_w, C') 排列的。想
    一想：先 reshape 成什么，再怎样换轴？
en: You reshape the result straight to the shape of out. A reshape moves no number, and the numbers are in (N,
    out_h, out_w, C') order. What shape do they have first, and which axes change places then?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _image(self, rows: NDArray[Any], shape: tuple[int, int, int, int]) -> NDArray[Any]:
        n, out_h, out_w, m = shape
        return rows.reshape(n, m, out_h, out_w)
