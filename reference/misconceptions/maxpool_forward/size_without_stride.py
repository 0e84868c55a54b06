"""The size of the output is that of stride 1.

zh: 你的 out_h、out_w 是步幅为 1 时的大小，没有除以步幅。想一想：每次移动 stride 格，放得下几个窗口？
en: Your out_h and out_w are those of stride 1: they are not divided by the stride. How many windows are there
    when each is stride cells from the one before?
shows: stride
"""

from __future__ import annotations

from ._parts import ByMatrix


class MaxPool(ByMatrix):
    def _size(self, cells: int, window: int) -> int:
        return cells + 2 * self.pad - window + 1
