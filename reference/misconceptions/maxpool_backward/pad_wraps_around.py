"""A maximum in the padding gets a negative index, which counts from the other end.

zh: 最大值落在填充上时，你减去 pad 后得到了负的下标，而 Python 把负下标当作从末尾数起，梯度就跑到了图像的另一
    头。想一想：落在填充上的梯度该到哪里去？
en: Where the maximum is a cell of the padding, subtracting pad gives a negative index. Python counts that
    from the end, and the gradient turns up on the other side of the image. Where should a gradient go that
    falls on the padding?
shows: neg_inf_padding
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByPlaces):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        dx = np.zeros(self.kept.shape)
        n, c, row, column = np.broadcast_arrays(*self._index(dout.shape))
        row, column = row - self.pad, column - self.pad
        inside = (row < self.kept.shape[2]) & (column < self.kept.shape[3])
        np.add.at(dx, (n[inside], c[inside], row[inside], column[inside]), dout[inside])
        return dx
