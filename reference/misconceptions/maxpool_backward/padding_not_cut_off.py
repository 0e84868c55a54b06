"""dx still has the padding around it.

zh: 你的 dx 是填充后的大小，四周多出了一圈。填充的 0 不是 x 的一部分，它们的梯度没有人需要。想一想：x 占了填充
    后的图里的哪一块？
en: Your dx has the size of the padded image: there is a rim too many around it. The zeros of the padding are
    no part of x, and nobody needs their gradient. Which part of the padded image is x?
shows: padding
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByPlaces):
    def _cut(self, dx: NDArray[Any]) -> NDArray[Any]:
        return dx
