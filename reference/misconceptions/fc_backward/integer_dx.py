"""dx has the integer dtype of x.

zh: x 是整数时，你的 dx 也成了整数，小数部分被丢掉了。梯度带不带小数，与 x 存成什么类型无关。找一
    找：是哪一行决定了 dx 的类型？试试打印 dx.dtype。
en: Where x holds integers, so does your dx, and what comes after the decimal point is lost. Whether a
    gradient is whole has nothing to do with how x is stored. Which line decides on the type of dx?
shows: integer
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import InParts

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FullyConnected(InParts):
    def _inputs(self, dout: NDArray[Any]) -> NDArray[Any]:
        dx = np.zeros_like(self.x)
        dx[...] = dout @ self.W.T
        return dx
