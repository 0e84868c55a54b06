"""Windows and filters are multiplied element by element.

zh: 你把两个矩阵用 * 逐个元素相乘，形状对不上。想一想：一个窗口和一个卷积核要得到一个数，用的是哪种乘法？
en: You multiply the two matrices element by element with *, and their shapes do not match. Which product
    makes one number of one window and one filter?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _product(self, rows: NDArray[Any]) -> NDArray[Any]:
        return rows * self._filters()
