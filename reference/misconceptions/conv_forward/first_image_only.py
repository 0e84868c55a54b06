"""Only the first sample is computed.

zh: 你的输出里只有第一个样本是对的，其余的都只有偏置。想一想：N 个样本要不要都走一遍？
en: Only the first sample of your output is right; the others have nothing but the bias. Does your loop reach
    all N samples?
shows: batch
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByPlaces):
    def _padded(self, x: NDArray[Any]) -> NDArray[Any]:
        used = np.zeros(x.shape)
        used[0] = x[0]
        return super()._padded(used)
