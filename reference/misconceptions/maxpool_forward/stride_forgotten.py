"""The windows are one cell apart, whatever the stride.

zh: 你算窗口的起点时没有用到步幅，窗口之间只隔了一格。想一想：第 i 个窗口从哪一行开始？
en: You do not use the stride to find where a window begins, so that your windows are one cell apart. In which
    row does window i begin?
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
        down = (images.shape[2] - self.pool_h) // self.stride + 1
        right = (images.shape[3] - self.pool_w) // self.stride + 1
        seen = windows(images, self.pool_h, self.pool_w)[:, :, :down, :right]
        return seen.reshape(*seen.shape[:4], self.area)
