"""The size of the output is a float.

zh: 你用 / 计算 out_h、out_w，得到的是浮点数，reshape 不接受。想一想：Python 里哪个除法的结果是整数？
en: You compute out_h and out_w with /, which gives a float, and reshape does not take that. Which division of
    Python has whole numbers as its result?
shows: any
"""

from __future__ import annotations

from ._parts import ByMatrix


class Convolution(ByMatrix):
    def _size(self, cells: int, kernel: int) -> int:
        return (cells + 2 * self.pad - kernel) / self.stride + 1  # type: ignore[return-value]  # the mistake
