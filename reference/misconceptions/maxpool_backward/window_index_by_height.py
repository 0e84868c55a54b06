"""The place in a window is split into row and column by the window's height.

zh: 你把窗口里的编号拆成行和列时，除以的是窗口的高。窗口不是正方形时，行和列就都错了。想一想：窗口是一行一行展
    开的，编号每增加多少就换到下一行？
en: You split the place in a window into row and column by dividing by the window's height. When the window is
    not square, both are wrong. A window is laid out row by row: after how many places does the next row
    begin?
shows: rectangular
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
        return i * self.stride + place // self.pool_h

    def _column(self, j: NDArray[Any], place: NDArray[Any]) -> NDArray[Any]:
        return j * self.stride + place % self.pool_h
