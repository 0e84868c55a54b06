"""The windows are one cell apart, whatever the stride.

zh: 你把梯度放回去时没有用到步幅，窗口之间只隔了一格。想一想：dout 的第 i 行对应的窗口从 x 的哪一行开始？
en: You do not use the stride when you put the gradients back, so that your windows are one cell apart. In
    which row of x begins the window of dout's row i?
shows: stride
"""

from __future__ import annotations

from ._parts import ByPlaces


class Convolution(ByPlaces):
    def _where(self, i: int, j: int, shape: tuple[int, ...]) -> tuple[slice, ...]:
        return slice(None), slice(None), slice(i, i + shape[2]), slice(j, j + shape[3])
