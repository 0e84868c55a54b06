"""Only the first channel is computed.

zh: 你的输出里只有第一个通道是对的。想一想：C 个通道要不要都走一遍？
en: Only the first channel of your output is right. Does your loop reach all C channels?
shows: channels
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByWindows

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByWindows):
    def _chosen(self, cells: NDArray[Any]) -> NDArray[Any]:
        out = np.zeros(cells.shape[:4])
        out[:, 0] = cells[:, 0].max(axis=-1)
        return out
