"""A gradient goes to every column in which any row has its maximum.

zh: 你写的下标同时选中了许多列：每个窗口的梯度都放进了 arg_max 里出现过的所有位置，而不只是它自己的那一个。想
    一想：m[:, idx] 和逐行各取一列，选中的元素一样吗？
en: Your index selects many columns at once: the gradient of a window goes to every place that occurs in
    arg_max, not only to its own. Does m[:, idx] select the same elements as one column for each row?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _matrix(self, dout: NDArray[Any]) -> NDArray[Any]:
        matrix = np.zeros((self.maxima.size, self.area))
        matrix[:, self.maxima] = self._column(dout)
        return matrix
