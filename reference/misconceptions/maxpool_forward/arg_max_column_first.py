"""arg_max counts the cells of a window column by column.

zh: 你的 out 是对的，但 arg_max 是在窗口内逐列编号的，写好的 backward 要的是逐行编号。想一想：窗口 2×3 里，第
    1 行第 0 列的编号是几？
en: Your out is right, but your arg_max counts the cells of a window column by column, and the given backward
    expects row by row. In a window of 2×3 cells, what is the number of row 1, column 0?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _places(self, cells: NDArray[Any]) -> NDArray[np.intp]:
        i, j = np.divmod(cells.argmax(axis=1), self.pool_w)
        return j * self.pool_h + i
