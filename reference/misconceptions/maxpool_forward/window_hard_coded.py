"""The window is always 2 by 2.

zh: 你把窗口大小写死成了 2×2，更大的窗口里只看了左上角的四个数。样例恰好是 2×2，所以看不出来。想一想：窗口的高
    和宽记在哪里？
en: Your window is always 2 by 2: of a larger one you only look at the four numbers in its upper left corner.
    The sample has 2 by 2 windows and does not show it. Where are the height and width of the window kept?
shows: window
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...im2col import windows
from ._parts import ByWindows

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByWindows):
    def _views(self, images: NDArray[Any]) -> NDArray[Any]:
        seen = windows(images, self.pool_h, self.pool_w, self.stride)[..., :2, :2]
        return seen.reshape(*seen.shape[:4], -1)
