"""dW is left as a matrix.

zh: 你的 dW 还是二维的，每列一个卷积核。它应当与 self.W 形状相同。想一想：forward 里 self.W 是怎样变成
    self.col_W 的，反过来要做哪两步？
en: Your dW is still a matrix with a column for each filter, but it should have the shape of self.W. By which
    two steps did forward make self.col_W of self.W, and how are they undone?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _like_filters(self, columns: NDArray[Any]) -> NDArray[Any]:
        return columns
