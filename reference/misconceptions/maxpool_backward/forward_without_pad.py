"""Forward computes its own output size without the padding.

zh: 出错的是你自己写的 forward：它计算 out_h、out_w 时没有算上填充，有填充时窗口比这更多，数据就放不进这个形状
    了。想一想：窗口是在哪张图上滑动的？模板的 forward 是对的，可以直接使用。
en: It is your own forward that fails: its out_h and out_w leave the padding out, and with padding there are
    more windows than that, so that the data do not fit the shape. On which image do the windows slide? The
    forward of the template is right, and ready to be used.
shows: padding
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def forward(self, x: NDArray[Any]) -> NDArray[Any]:
        super().forward(x)
        n, c, h, w = x.shape
        out_h = (h - self.pool_h) // self.stride + 1
        out_w = (w - self.pool_w) // self.stride + 1
        return self._cells().max(axis=1).reshape(n, out_h, out_w, c).transpose(0, 3, 1, 2)
