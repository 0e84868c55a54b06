"""The filters are turned round, as mathematicians define a convolution.

zh: 你把卷积核上下左右翻转了。数学上的卷积要翻转，这里不翻转。比一比：公式里 x 和 W 的下标，哪个 p、q 对哪个
    p、q？
en: You turn the filters round, as mathematics does in a convolution. Here they are not turned. Compare the
    indices of x and W in the formula: which p and q meet which?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByPlaces):
    def _place(self, i: int, j: int) -> NDArray[Any]:
        return self.W[:, :, ::-1, ::-1][:, :, i, j]
