"""col2im is given the shape of dout where that of x belongs.

zh: 你传给 col2im 的是 dout 的形状，它要的是还原之后的图像的形状。想一想：dx 应当和谁一样大？
en: You give col2im the shape of dout, but it needs the shape of the images that it is to make. What has the
    same shape as dx?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...im2col import col2im
from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return col2im(self._matrix(dout), dout.shape, self.pool_h, self.pool_w, self.stride, self.pad)
