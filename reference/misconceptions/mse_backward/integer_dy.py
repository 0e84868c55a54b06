"""dy has the integer dtype of y.

zh: y 是整数时，你的 dy 也成了整数，小数部分被丢掉了。梯度带不带小数，与 y 存成什么类型无关。找一
    找：是哪一行决定了 dy 的类型？试试打印 dy.dtype。
en: Where y holds integers, so does your dy, and what comes after the decimal point is lost. Whether a
    gradient is whole has nothing to do with how y is stored. Which line decides on the type of dy?
shows: integer
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import Keeping

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MeanSquaredError(Keeping):
    def _gradient(self, difference: NDArray[Any]) -> NDArray[Any]:
        dy = np.zeros_like(self.y)
        dy[...] = difference
        return dy
