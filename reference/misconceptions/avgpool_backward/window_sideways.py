"""Height and width of the window are exchanged for col2im.

zh: 你把窗口的高和宽反着交给了 col2im。窗口不是正方形时，梯度就放错了地方，或者个数对不上。比一比：col2im 的参
    数依次是什么，你依次给了什么？
en: You hand the window's height and width to col2im the wrong way round. Where the window is not square,
    gradients reach other cells, or their number does not match. Compare the parameters of col2im with what
    you hand to it, one by one.
shows: rectangular
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...im2col import col2im
from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByMatrix):
    def _image(self, matrix: NDArray[Any]) -> NDArray[Any]:
        return col2im(matrix, self.kept.shape, self.pool_w, self.pool_h, self.stride, self.pad)
