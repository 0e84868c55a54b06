"""The largest probability is taken for the right class.

zh: 你减 1 的位置是概率最大的类别，而不是正确的类别，t 没有起作用。想一想：网络认错的时候，应当改
    正哪一个？
en: You subtract 1 from the largest probability, not from that of the right class; t has no say. When the
    network is wrong, which class is to be corrected?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _one_hot(self) -> NDArray[Any]:
        return np.eye(self.y.shape[1])[self.y.argmax(axis=1)]
