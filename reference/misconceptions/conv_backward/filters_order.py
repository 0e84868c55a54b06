"""dW is reshaped from columns without a transpose.

zh: 你把 (C*Kh*Kw, C') 的结果直接 reshape 成了 W 的形状，数的顺序就乱了。self.col_W 是转置过的。想一想：怎样先
    让每个卷积核重新占一行？
en: You reshape the (C*Kh*Kw, C') result straight to the shape of W, which mixes up its numbers. self.col_W
    was transposed. How does each filter become a row again, before the reshape?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _like_filters(self, columns: NDArray[Any]) -> NDArray[Any]:
        return columns.reshape(self.W.shape)
