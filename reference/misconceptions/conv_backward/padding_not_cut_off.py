"""dx still has the padding.

zh: 你的 dx 还带着填充，比 x 大了一圈。填充不是 x 的一部分。想一想：dx 的形状应当与谁相同，要去掉哪几行、哪几
    列？
en: Your dx still has the padding around it and is larger than x. The padding is no part of x. Whose shape
    should dx have, and which rows and columns have to go?
shows: padding
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByPlaces):
    def _cut(self, dx: NDArray[Any]) -> NDArray[Any]:
        return dx
