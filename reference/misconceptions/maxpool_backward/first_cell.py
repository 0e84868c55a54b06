"""The gradient goes to the upper left cell of a window.

zh: 你把梯度都送到了窗口左上角的位置，没有用到最大值在窗口里的位置。想一想：arg_max 里的数是什么意思，0 又代表
    哪里？
en: You send every gradient to the upper left cell of its window and do not use where in the window the
    maximum is. What do the numbers in arg_max mean, and which place is 0?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _mask(self) -> NDArray[Any]:
        return np.eye(self.area)[np.zeros_like(self.maxima)]
