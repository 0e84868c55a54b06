"""Every one of several equal maxima gets the whole gradient.

zh: 窗口里有几个相同的最大值时，你让每一个都得到了整份梯度。前向只从窗口里取了一个数，反向时一份梯度却发出了好
    几份。想一想：遇到相同的数，arg_max 记下的是哪一个？
en: Where a window has several equal maxima, each of them gets the whole gradient. The forward pass took one
    number, but here its gradient is handed out several times. Which of the equal numbers does arg_max
    remember?
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
        cells = self._cells()
        return (cells == cells.max(axis=1, keepdims=True)).astype(np.float64)
