"""All the padding is put below and to the right.

zh: 你把填充全补在了下方和右侧，左上角的窗口就偏了。想一想：四周各补 pad 圈，x 的第一个数移到了第几行、第几
    列？
en: You put all the padding below and to the right, so that every window is shifted. With pad rings on every
    side, in which row and column is the first number of x?
shows: padding
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByPlaces):
    def _padded(self, x: NDArray[Any]) -> NDArray[Any]:
        return np.pad(x, ((0, 0), (0, 0), (0, 2 * self.pad), (0, 2 * self.pad)))
