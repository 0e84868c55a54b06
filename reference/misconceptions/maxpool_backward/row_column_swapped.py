"""The row in a window is taken for the column.

zh: 你把窗口里的编号拆开后，商和余数用反了：该往下移的往右移了，该往右移的往下移了。用 2×2 的窗口试一试：编号
    1 在哪一行、哪一列？
en: You split the place in a window, but use quotient and remainder the wrong way round: what should go down
    goes right, and the other way round. Try it on a 2×2 window: in which row and column is place 1?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByPlaces):
    def _row(self, i: NDArray[Any], place: NDArray[Any]) -> NDArray[Any]:
        return i * self.stride + place % self.pool_w

    def _column(self, j: NDArray[Any], place: NDArray[Any]) -> NDArray[Any]:
        return j * self.stride + place // self.pool_w
