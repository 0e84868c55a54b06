"""The padding is cut off with [pad:-pad], which leaves nothing when pad is 0.

zh: 没有填充时你的 dx 是空的。切片 [pad:-pad] 在 pad 为 0 时就成了 [0:0]。想一想：切片的终点怎样写，才对任何
    pad 都成立？
en: Without padding your dx is empty: when pad is 0, the slice [pad:-pad] is [0:0]. How can the end of the
    slice be written so that it is right for every pad?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByPlaces):
    def _cut(self, dx: NDArray[Any]) -> NDArray[Any]:
        return dx[:, :, self.pad : -self.pad, self.pad : -self.pad]
