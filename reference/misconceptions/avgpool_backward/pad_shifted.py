"""The padding is cut off at one end only.

zh: 你去掉填充时只去掉了一头，dx 整体错开了 pad 格。想一想：x 的第一行在填充后的图里是第几行？
en: You cut the padding off at one end only, so that dx is shifted by pad cells. Which row of the padded image
    is the first row of x?
shows: padding
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByPlaces):
    def _cut(self, dx: NDArray[Any]) -> NDArray[Any]:
        h, w = self.kept.shape[2:]
        return dx[:, :, :h, :w]
