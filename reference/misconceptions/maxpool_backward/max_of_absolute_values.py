"""The gradient goes to the largest absolute value of a window.

zh: 你把梯度送到了绝对值最大的数那里，x 里有负数时就和前向选的不同。想一想：-3 和 1，前向会取哪一个？
en: You send the gradient to the number with the largest absolute value. Where x is negative, that is not what
    forward takes. Of -3 and 1, which one does forward choose?
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
        return np.eye(self.area)[np.abs(self._cells()).argmax(axis=1)]
