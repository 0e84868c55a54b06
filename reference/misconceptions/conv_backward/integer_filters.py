"""dW has the integer dtype of W.

zh: 你的 dW 沿用了 W 的整数类型，每个梯度的小数部分都被丢掉了。梯度带不带小数，与 W 存成什么类型无关。找一找：
    是哪一行决定了 dW 的类型？
en: Your dW has the integer type of W, so every gradient loses what comes after its decimal point. Whether a
    gradient is a whole number has nothing to do with how W is stored. Which line decides on the type of dW?
shows: integer
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _like_filters(self, columns: NDArray[Any]) -> NDArray[Any]:
        return super()._like_filters(columns).astype(self.W.dtype)
