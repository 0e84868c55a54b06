"""dout is flattened without a transpose, or with a reshape in its place.

zh: 你没有先转置就把 dout 拉平了（用 reshape 换形状也一样，它不会移动任何数）。dout 按 (N, C, out_h, out_w) 排
    列，而 arg_max 按 (N, out_h, out_w, C)，于是梯度送到了别的通道、别的窗口。想一想：怎样让两者的顺序一致？
en: You flatten dout without transposing it first (a reshape to another shape is no different: it moves no
    number). dout is in (N, C, out_h, out_w) order and arg_max in (N, out_h, out_w, C), so gradients reach
    other channels and windows. How do you bring the two into the same order?
shows: channels
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _column(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout.reshape(-1, 1)
