"""The gradients are rounded to two decimals.

zh: 你把梯度四舍五入到了两位小数。页面上只显示两位，比较时用的却是完整的数，允许的误差只有 1e-5。想一想：有必
    要改动算出来的数吗？
en: You round the gradients to two decimals. Only two are printed, but all of them are compared, and an error
    of 1e-5 is all that is allowed. Is there a reason to change the numbers that you computed?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return np.round(super().backward(dout), 2)
