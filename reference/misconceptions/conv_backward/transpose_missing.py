"""dout is flattened to rows without a transpose.

zh: 你没有先转置就把 dout 变成了 (-1, C') 的形状。reshape 不移动任何数，dout 的 C' 在第二个轴上，而 self.col
    的行按 (N, out_h, out_w) 排列。想一想：哪个轴应当先移到最后？
en: You reshape dout to (-1, C') without transposing it first. A reshape moves no number: the C' of dout is
    its second axis, while the rows of self.col are in (N, out_h, out_w) order. Which axis has to go last
    before that?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _rows(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout.reshape(-1, self.W.shape[0])
