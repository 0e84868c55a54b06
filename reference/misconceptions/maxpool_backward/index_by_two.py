"""The place in a window is split into row and column by 2, whatever the window's width.

zh: 你把窗口里的编号拆成行和列时，除数写死成了 2，只有宽为 2 的窗口才对。想一想：换成 3×3 的窗口，编号 3 在哪
    一行、哪一列？
en: You split the place in a window into row and column by a fixed 2, which is right for windows of width 2
    only. In a 3 by 3 window, in which row and column is place 3?
shows: window
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
        return i * self.stride + place // 2

    def _column(self, j: NDArray[Any], place: NDArray[Any]) -> NDArray[Any]:
        return j * self.stride + place % 2
