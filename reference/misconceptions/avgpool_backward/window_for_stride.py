"""The size of the window is taken for the stride.

zh: 你把窗口的边长当成了步幅，每次移动了一整个窗口。两者相等时看不出来。想一想：窗口有多大、每次移动多远，各由
    哪个参数决定？
en: You take the side of the window for the stride and move on by a whole window each time. Where the two are
    equal it does not show. Which parameter says how large a window is, and which how far it moves?
shows: overlap, gaps
"""

from __future__ import annotations

from ._parts import ByPlaces


class AvgPool(ByPlaces):
    def _shape(self) -> tuple[int, ...]:
        n, c, h, w = super()._shape()
        return n, c, h * (self.pool_h + 1), w * (self.pool_w + 1)

    def _steps(self) -> tuple[int, int]:
        return self.pool_h, self.pool_w
