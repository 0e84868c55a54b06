"""The maximum is taken along the wrong axis.

zh: 你沿着 axis=0 取了最大值，那是在所有窗口里比较同一个位置。想一想：col 的一行是什么，最大值应当在行里取，还
    是在列里取？
en: You take the maximum along axis=0, which compares one place of all the windows. What is a row of col, and
    is the maximum to be taken within rows or within columns?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _maxima(self, cells: NDArray[Any]) -> NDArray[Any]:
        return cells.max(axis=0)
