"""The stride is taken for the size of the window.

zh: 你把步幅当成了窗口的边长，看的是 stride×stride 的方块，而不是窗口。两者相等时看不出来。想一想：窗口有多
    大、每次移动多远，各由哪个参数决定？
en: You take the stride for the side of the window: you look at blocks of stride by stride cells. Where the
    two are equal it does not show. Which parameter says how large a window is, and which how far it moves?
shows: overlap, gaps
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByPlaces):
    def _index(self, shape: tuple[int, ...]) -> tuple[NDArray[Any], ...]:
        n, c, i, j = np.ix_(*map(np.arange, shape))
        rims = ((0, 0), (0, 0), (self.pad, self.pad), (self.pad, self.pad))
        padded = np.pad(self.kept, rims)
        row, column = np.zeros((2, *shape), dtype=np.intp)
        for top, left in np.ndindex(shape[2:]):
            y, x = top * self.stride, left * self.stride
            block = padded[:, :, y : y + self.stride, x : x + self.stride]
            best = block.reshape(*shape[:2], -1).argmax(axis=-1)
            row[:, :, top, left], column[:, :, top, left] = np.divmod(best, block.shape[3])
        return n, c, i * self.stride + row, j * self.stride + column
