"""The filters are rows, not columns, when the windows are multiplied by them.

zh: 你把每个卷积核摊成了一行就去相乘，两个矩阵的形状对不上。写下两个矩阵的形状：左边的列数要等于右边的哪个数？
en: You lay out each filter as a row and multiply, and the shapes of the two matrices do not match. Write them
    down: to what must the number of columns on the left be equal?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _product(self, rows: NDArray[Any]) -> NDArray[Any]:
        return np.dot(rows, self.W.reshape(self.W.shape[0], -1))
