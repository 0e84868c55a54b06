"""The gradient of x is made with filters that are turned round.

zh: 求 dx 时你把卷积核多翻转或少翻转了一次。想一想：前向时 x[i*stride+p, j*stride+q] 乘的是 W[p, q]，那么窗口
    里第 p 行第 q 列的梯度该乘哪个数？
en: The filters are turned round once too often, or not often enough, on the way to dx. Forward multiplies
    x[i*stride+p, j*stride+q] by W[p, q]; by which number does the gradient for row p and column q of the
    window have to be multiplied?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByPlaces):
    def _place(self, i: int, j: int) -> NDArray[Any]:
        return self.W[:, :, ::-1, ::-1][:, :, i, j]
