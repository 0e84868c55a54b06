"""The size of the output is computed without the padding.

zh: 你计算 out_h、out_w 时没有算上填充，而 im2col 是在填充之后的图上取窗口的，个数就对不上了。想一想：填充之
    后，图有多高、多宽？
en: Your out_h and out_w leave the padding out, but im2col takes its windows from the padded image, so that
    the numbers do not match. How high and how wide is the image once it is padded?
shows: padding
"""

from __future__ import annotations

from ._parts import ByMatrix


class Convolution(ByMatrix):
    def _size(self, cells: int, kernel: int) -> int:
        return (cells - kernel) // self.stride + 1
