"""Height and width of the filters are exchanged for col2im.

zh: 你把卷积核的高和宽反着交给了 col2im。卷积核不是正方形时，梯度就放错了地方，或者个数对不上。想一想：self.W
    的四个轴依次是什么？
en: You hand the filters' height and width to col2im the wrong way round. Where a filter is not square,
    gradients reach other cells, or their number does not match. What are the four axes of self.W, one by one?
shows: rectangular
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...im2col import col2im
from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _image(self, matrix: NDArray[Any]) -> NDArray[Any]:
        return col2im(matrix, self.kept.shape, self.W.shape[3], self.W.shape[2], self.stride, self.pad)
