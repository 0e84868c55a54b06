"""dout is transposed with its two last axes exchanged.

zh: 你转置 dout 时，out_h 和 out_w 也被对调了，梯度送到了行列互换的窗口里。写下转置之后四个轴的名字，和
    arg_max 的顺序逐个比一比。
en: Your transpose also exchanges out_h and out_w, so gradients reach the window with row and column swapped.
    Write down the names of the four axes after the transpose and compare them with the order of arg_max, one
    by one.
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _column(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout.transpose(0, 3, 2, 1).reshape(-1, 1)
