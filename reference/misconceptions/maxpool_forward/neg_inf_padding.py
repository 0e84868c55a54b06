"""The padding is minus infinity.

zh: 你用负无穷填充，填充就不会成为最大值了。本题填充的是 0，它也参加比较。想一想：边上的窗口里全是负数时，输出
    是多少？
en: You pad with minus infinity, so that the padding never is the maximum. Here the padding is 0 and takes
    part. What is the output of a window at the border whose numbers are all negative?
shows: neg_inf_padding
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByWindows

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByWindows):
    def _padded(self, x: NDArray[Any]) -> NDArray[Any]:
        rims = ((0, 0), (0, 0), (self.pad, self.pad), (self.pad, self.pad))
        return np.pad(x.astype(np.float64), rims, constant_values=-np.inf)
