"""Gradients are added in place to a dx of integers.

zh: x 是整数时，你的 dx 也成了整数数组，numpy 不肯把小数加进去，于是报错。梯度带不带小数，与 x 存成什么类型无
    关。找一找：是哪一行决定了 dx 的类型？
en: When x holds integers, so does your dx, and numpy refuses to add fractions to it in place. Whether a
    gradient is a whole number has nothing to do with how x is stored. Which line decides on the type of dx?
shows: integer
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        dx = np.zeros_like(self.kept)
        dx += super().backward(dout)
        return dx
