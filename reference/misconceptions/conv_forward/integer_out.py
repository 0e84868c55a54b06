"""The output has the integer dtype of x.

zh: 你的 out 沿用了 x 的整数类型，小数就存不进去了。输出带不带小数，与 x 存成什么类型无关。找一找：是哪一行决
    定了 out 的类型？
en: Your out has the integer type of x, which has no room for what comes after the decimal point. Whether the
    output is a whole number has nothing to do with how x is stored. Which line decides on the type of out?
shows: integer
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByPlaces):
    def forward(self, x: NDArray[Any]) -> NDArray[Any]:
        return super().forward(x).astype(x.dtype)
