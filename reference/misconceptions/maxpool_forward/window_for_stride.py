"""The size of the window is taken for the stride.

zh: 你把窗口的边长当成了步幅，每次移动了一整个窗口。两者相等时看不出来。想一想：窗口有多大、每次移动多远，各由
    哪个参数决定？
en: You take the side of the window for the stride and move on by a whole window each time. Where the two are
    equal it does not show. Which parameter says how large a window is, and which how far it moves?
shows: overlap, gaps
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...im2col import windows
from ._parts import ByWindows

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByWindows):
    def _views(self, images: NDArray[Any]) -> NDArray[Any]:
        seen = windows(images, self.pool_h, self.pool_w)[:, :, :: self.pool_h, :: self.pool_w]
        return seen.reshape(*seen.shape[:4], self.area)
