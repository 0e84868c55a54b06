"""dout is transposed twice, or the wrong way round.

zh: 你把 dout 转置了两次，或者转置的方向反了，结果的顺序是 (N, out_w, C, out_h)，仍与 arg_max 对不上。写下每一
    步之后四个轴的名字，看看最后是什么顺序。
en: You transpose dout twice, or the wrong way round: it ends in (N, out_w, C, out_h) order and still does not
    match arg_max. Write down the names of the four axes after each step: in which order are they at the end?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _column(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout.transpose(0, 3, 1, 2).reshape(-1, 1)
