"""dout is multiplied by col_W, not by its transpose.

zh: 你用 self.col_W 去乘，没有转置，两个矩阵的形状对不上。写下两个矩阵的形状：dout 这一边有 C' 列，另一边要有
    几行？
en: You multiply by self.col_W without transposing it, and the shapes of the two matrices do not match. Write
    them down: dout has C' columns on its side, so how many rows does the other side need?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _window_gradient(self, rows: NDArray[Any]) -> NDArray[Any]:
        return np.dot(rows, self.filters)
