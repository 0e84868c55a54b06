"""The size of the output lacks the first window.

zh: 你的 out_h、out_w 少了 1。除法得到的是窗口能移动几次。想一想：还没有移动的时候，有几个窗口？
en: Your out_h and out_w are one short. The division tells how often the window can move. How many windows are
    there before it moves at all?
shows: any
"""

from __future__ import annotations

from ._parts import ByMatrix


class Convolution(ByMatrix):
    def _size(self, cells: int, kernel: int) -> int:
        return (cells + 2 * self.pad - kernel) // self.stride
