"""Backward looks for the maxima again, with minus infinity as padding.

zh: 你在反向时重新找了最大值，并且用负无穷填充，而前向是用 0 填充的。窗口里的数全是负数时，两者找到的位置不
    同。想一想：前向已经替你记下了什么？
en: Your backward looks for the maxima again and pads with minus infinity, but forward pads with 0. In a
    window whose numbers are all negative the two find different places. What has forward already written down
    for you?
shows: neg_inf_padding
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...im2col import im2col
from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _mask(self) -> NDArray[Any]:
        rims = ((0, 0), (0, 0), (self.pad, self.pad), (self.pad, self.pad))
        padded = np.pad(self.kept.astype(np.float64), rims, constant_values=-np.inf)
        cells = im2col(padded, self.pool_h, self.pool_w, self.stride).reshape(-1, self.area)
        return np.eye(self.area)[cells.argmax(axis=1)]
