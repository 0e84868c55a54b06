"""The transpose exchanges out_h and out_w as well.

zh: 你转置时把 out_h 和 out_w 也对调了，每个通道的图都行列互换。写下转置之后四个轴的名字，和 out 的顺序逐个比
    一比。
en: Your transpose exchanges out_h and out_w as well, so that every channel has its rows and columns swapped.
    Write down the names of the four axes after it and compare them with those of out.
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _image(self, rows: NDArray[Any], shape: tuple[int, int, int, int]) -> NDArray[Any]:
        return rows.reshape(shape).transpose(0, 3, 2, 1)
