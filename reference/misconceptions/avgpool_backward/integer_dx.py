"""dx has the integer dtype of x.

zh: 你的 dx 沿用了 x 的整数类型，每个梯度的小数部分都被丢掉了。梯度带不带小数，与 x 存成什么类型无关。找一找：
    是哪一行决定了 dx 的类型？
en: Your dx has the integer type of x, so every gradient loses what comes after its decimal point. Whether a
    gradient is a whole number has nothing to do with how x is stored. Which line decides on the type of dx?
shows: integer
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByMatrix):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return super().backward(dout).astype(self.kept.dtype)
