"""The size of the output is the input's divided by the window's.

zh: 你用 H // pool_h 计算输出的大小，这只在步幅等于窗口边长、没有填充时才对。想一想：窗口有几个，是由哪几个量
    决定的？
en: You compute the size of the output as H // pool_h, which is only right where the stride is a side of the
    window and nothing is padded. What does the number of windows depend on?
shows: overlap, padding
"""

from __future__ import annotations

from ._parts import ByMatrix


class MaxPool(ByMatrix):
    def _size(self, cells: int, window: int) -> int:
        return cells // window
