"""The gradient goes to the maximum, as in max pooling.

zh: 你把梯度都给了窗口里最大的数，那是最大池化的做法。想一想：平均值受窗口里哪些数的影响？
en: You give the gradient to the largest number of the window, as max pooling does. Which numbers of a window
    have a part in the mean?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...im2col import im2col
from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByMatrix):
    def _matrix(self, share: NDArray[Any]) -> NDArray[Any]:
        cells = im2col(self.kept, self.pool_h, self.pool_w, self.stride, self.pad).reshape(-1, self.area)
        return np.eye(self.area)[cells.argmax(axis=1)] * self._column(share) * self.area
