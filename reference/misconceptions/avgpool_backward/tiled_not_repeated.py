"""The rows hold the channels one after the other, again and again, where each has to be repeated.

zh: 你用 tile 把各个通道轮流排了几遍，而 col 的一行里，同一个通道的数是连在一起的。比一比：np.tile 和
    np.repeat 对 [1, 2] 各给出什么？
en: You lay out the channels in turn, again and again, with tile, but in a row of col the numbers of one
    channel stand together. Compare what np.tile and np.repeat make of [1, 2].
shows: channels
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByMatrix):
    def _matrix(self, share: NDArray[Any]) -> NDArray[Any]:
        return np.tile(self._column(share).reshape(-1, share.shape[1]), self.area)
