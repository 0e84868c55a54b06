"""The windows are one cell apart, whatever the stride.

zh: 你算窗口的起点时没有用到步幅，窗口之间只隔了一格。想一想：第 i 个窗口从哪一行开始？
en: You do not use the stride to find where a window begins, so that your windows are one cell apart. In which
    row does window i begin?
shows: stride
"""

from __future__ import annotations

from ._parts import ByPlaces


class AvgPool(ByPlaces):
    def _steps(self) -> tuple[int, int]:
        return 1, 1
