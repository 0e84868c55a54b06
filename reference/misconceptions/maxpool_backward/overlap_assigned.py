"""Where windows overlap, the last gradient replaces the others.

zh: 窗口重叠时，同一个数可能是几个窗口的最大值，你的 dx 里却只留下了最后写入的那份梯度：= 会覆盖先前的值，对下
    标数组用 += 时，重复的下标也只算一次。想一想：一个数影响了几个输出，它的梯度该是什么？
en: Where windows overlap, a number can be the maximum of several, but your dx keeps only the gradient that
    was written last: = replaces what was there, and += on an index array counts a repeated index once. What
    is the gradient of a number that several outputs depend on?
shows: overlap
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByPlaces):
    def _put(self, dx: NDArray[Any], index: tuple[NDArray[Any], ...], dout: NDArray[Any]) -> None:
        for place in zip(*(part.flat for part in np.broadcast_arrays(*index, dout)), strict=True):
            dx[place[:-1]] = place[-1]
