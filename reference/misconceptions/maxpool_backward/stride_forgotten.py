"""The windows are one cell apart, whatever the stride.

zh: 你算窗口的起点时没有用到步幅，窗口之间只隔了一格。想一想：第 i 个窗口从哪一行开始？
en: You do not use the stride to find where a window begins, so that your windows are one cell apart. In which
    row does window i begin?
shows: stride
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByPlaces):
    def _shape(self) -> tuple[int, ...]:
        n, c, h, w = super()._shape()
        return n, c, h + self.area, w + self.area

    def _row(self, i: NDArray[Any], place: NDArray[Any]) -> NDArray[Any]:
        return i + place // self.pool_w

    def _column(self, j: NDArray[Any], place: NDArray[Any]) -> NDArray[Any]:
        return j + place % self.pool_w
