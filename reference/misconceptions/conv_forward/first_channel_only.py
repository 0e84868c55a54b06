"""Only the first channel of the input is used.

zh: 你只用了 x 的第一个通道。一个卷积核有 C 个通道。想一想：公式里的求和跑遍了哪几个下标？
en: You only use the first channel of x. A filter has C channels. Over which indices does the sum in the
    formula run?
shows: channels
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByPlaces):
    def _place(self, i: int, j: int) -> NDArray[Any]:
        weights = np.zeros(self.W.shape[:2])
        weights[:, 0] = self.W[:, 0, i, j]
        return weights
