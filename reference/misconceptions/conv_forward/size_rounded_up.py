"""The size of the output is rounded up.

zh: 有余数时，你把输出的大小向上取整，多算了一个伸出图外的窗口。想一想：剩下的几行不够一个窗口时，它们怎么办？
en: Where the division leaves a remainder, you round the size of the output up and count a window that sticks
    out of the image. What becomes of rows that are too few for a window?
shows: leftover
"""

from __future__ import annotations

from ._parts import ByMatrix


class Convolution(ByMatrix):
    def _size(self, cells: int, kernel: int) -> int:
        return -(-(cells + 2 * self.pad - kernel) // self.stride) + 1
