"""The gradient goes to the minimum of a window.

zh: 你把梯度送到了窗口里最小的数那里。想一想：前向取出的是窗口里的哪个数？
en: You send the gradient to the smallest number of a window. Which number of the window does forward take?
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
        return np.eye(self.area)[self._cells().argmin(axis=1)]
