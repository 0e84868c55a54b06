"""Only the first sample is computed.

zh: 你的输出里只有第一个样本是对的。想一想：N 个样本要不要都走一遍？
en: Only the first sample of your output is right. Does your loop reach all N samples?
shows: batch
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
        out[0] = cells[0].max(axis=-1)
        return out
