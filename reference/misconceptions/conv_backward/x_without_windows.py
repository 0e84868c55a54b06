"""dW is made with x itself, not with its windows.

zh: 求 dW 时你直接用了 x，而不是展开后的窗口，形状对不上。想一想：forward 相乘的是什么，它把它存在了哪里？
en: You make dW of x itself, not of its unfolded windows, and the shapes do not match. What did forward
    multiply by the filters, and where did it keep that?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _filter_gradient(self, rows: NDArray[Any]) -> NDArray[Any]:
        n, c, _, _ = self.kept.shape
        return self._like_filters(np.dot(self.kept.reshape(n * c, -1), rows))
