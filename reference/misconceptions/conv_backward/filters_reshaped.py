"""The transpose of col_W is made by a reshape.

zh: 求 dx 时你用 reshape 代替了转置。形状对了，数却乱了：reshape 不移动任何数。想一想：self.col_W 的每一列是一
    个卷积核，怎样让它变成一行？
en: On the way to dx you reshape col_W where it has to be transposed. The shape is right, but the numbers are
    mixed up, for a reshape moves none of them. Each column of self.col_W is a filter: how does it become a
    row?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _window_gradient(self, rows: NDArray[Any]) -> NDArray[Any]:
        return rows @ self.filters.reshape(self.W.shape[0], -1)
