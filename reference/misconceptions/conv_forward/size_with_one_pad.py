"""The size of the output counts the padding on one side only.

zh: 你计算 out_h、out_w 时只加了一个 pad。填充的 0 补在四周。想一想：从上到下，图一共多出几行？
en: Your out_h and out_w add pad only once. The zeros are put on every side. How many rows does the image gain
    from top to bottom?
shows: padding
"""

from __future__ import annotations

from ._parts import ByMatrix


class Convolution(ByMatrix):
    def _size(self, cells: int, kernel: int) -> int:
        return (cells + self.pad - kernel) // self.stride + 1
