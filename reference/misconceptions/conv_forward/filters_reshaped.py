"""The filters are reshaped to columns without a transpose.

zh: 你用 reshape(-1, C') 把卷积核直接变成了列。形状对了，顺序却乱了：reshape 不移动任何数。想一想：先让每个卷
    积核占一行，再怎样变成一列？
en: You make columns of the filters with reshape(-1, C'). The shape is right, but the numbers are mixed up,
    for a reshape moves none of them. Once each filter is a row, how does it become a column?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _filters(self) -> NDArray[Any]:
        return self.W.reshape(-1, self.W.shape[0])
