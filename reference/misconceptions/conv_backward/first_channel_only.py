"""Only the first channel of x gets a gradient.

zh: 只有 x 的第一个通道得到了梯度。一个卷积核有 C 个通道，每个都参加了前向。想一想：你的循环跑遍了 C 个通道
    吗？
en: Only the first channel of x gets a gradient. A filter has C channels, and all of them took part in
    forward. Does your loop reach all C of them?
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
