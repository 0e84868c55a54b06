"""dout is transposed with its two last axes exchanged.

zh: 你转置 dout 时，out_h 和 out_w 也被对调了，梯度送到了行列互换的窗口里。写下转置之后四个轴的名字，和 col2im
    要的顺序逐个比一比。
en: Your transpose also exchanges out_h and out_w, so gradients reach the window with row and column swapped.
    Write down the names of the four axes after it and compare them with the order that col2im expects.
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByMatrix):
    def _column(self, share: NDArray[Any]) -> NDArray[Any]:
        return share.transpose(0, 3, 2, 1).reshape(-1, 1)
