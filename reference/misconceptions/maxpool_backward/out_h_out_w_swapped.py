"""arg_max is reshaped with out_w before out_h.

zh: 你把 arg_max 还原成四维时，out_h 和 out_w 的顺序反了：第 i 行第 j 列的窗口拿到的是第 j 行第 i 列那个窗口的
    最大值位置。想一想：前向是按什么顺序把窗口排成一列的？
en: You reshape arg_max with out_h and out_w exchanged: the window in row i and column j gets the maximum's
    place of the window in row j and column i. In which order does forward line up the windows?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._parts import ByPlaces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class MaxPool(ByPlaces):
    def _place(self, shape: tuple[int, ...]) -> NDArray[np.intp]:
        n, c, out_h, out_w = shape
        return self.maxima.reshape(n, out_w, out_h, c).transpose(0, 3, 2, 1)
