"""Of several equal maxima, the first one column by column gets the gradient.

zh: 窗口里有几个相同的最大值时，你是一列一列地找第一个的，而前向的窗口是一行一行展开的。想一想：按前向的顺序，
    先遇到的是哪一个？
en: Where a window has several equal maxima, you look for the first one column by column, but forward lays out
    a window row by row. Which of them comes first in that order?
shows: ties
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _mask(self) -> NDArray[Any]:
        by_columns = self._cells().reshape(-1, self.pool_h, self.pool_w).transpose(0, 2, 1)
        j, i = np.divmod(by_columns.reshape(-1, self.area).argmax(axis=1), self.pool_h)
        return np.eye(self.area)[i * self.pool_w + j]
