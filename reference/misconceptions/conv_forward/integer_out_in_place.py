"""The results are added in place to an array of x's integer dtype.

zh: 你的 out 沿用了 x 的整数类型，把小数加进去时 numpy 就报错了。找一找：是哪一行决定了 out 的类型？
en: Your out has the integer type of x, and numpy refuses to add fractions to it. Which line decides on the
    type of out?
shows: integer
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByPlaces):
    def _empty(self, x: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
        return np.zeros(shape, dtype=x.dtype)
