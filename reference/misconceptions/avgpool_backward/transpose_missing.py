"""dout is flattened without a transpose.

zh: 你没有先转置就把 dout 拉平了。dout 按 (N, C, out_h, out_w) 排列，而 col2im 要的是 (N, out_h, out_w, C)，于
    是梯度送到了别的通道、别的窗口。想一想：怎样让两者的顺序一致？
en: You flatten dout without transposing it first. dout is in (N, C, out_h, out_w) order and col2im expects
    (N, out_h, out_w, C), so gradients reach other channels and windows. How do you bring the two into the
    same order?
shows: channels
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByMatrix):
    def _column(self, share: NDArray[Any]) -> NDArray[Any]:
        return share.reshape(-1, 1)
