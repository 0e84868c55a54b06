"""The stride is always 2.

zh: 你把步幅写死成了 2，步幅不是 2 时，窗口的位置和个数就错了。样例的步幅恰好是 2，所以看不出来。想一想：步幅
    记在哪里？
en: Your stride is always 2, so with any other stride the windows are in the wrong places, and not as many as
    they should be. The sample has stride 2 and does not show it. Where is the stride kept?
shows: stride
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...im2col import windows
from ._parts import ByWindows

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByWindows):
    def _views(self, images: NDArray[Any]) -> NDArray[Any]:
        seen = windows(images, self.pool_h, self.pool_w, 2)
        return seen.reshape(*seen.shape[:4], self.area)
