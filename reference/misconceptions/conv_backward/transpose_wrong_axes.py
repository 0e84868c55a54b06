"""The transpose of dout exchanges out_h and out_w as well.

zh: 你转置 dout 时，out_h 和 out_w 也被对调了，每个窗口拿到的是行列互换的那个窗口的梯度。写下转置之后四个轴的
    名字，和 self.col 的行的顺序比一比。
en: Your transpose also exchanges out_h and out_w, so that a window gets the gradient of the one with row and
    column swapped. Write down the names of the four axes after it and compare them with the rows of self.col.
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _rows(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout.transpose(0, 3, 2, 1).reshape(-1, self.W.shape[0])
