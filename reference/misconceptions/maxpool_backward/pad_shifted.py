"""Places in the padded image are taken for places in x.

zh: 有填充时，你的梯度整体偏移了：窗口的位置是在填充后的图上数的，你却当成了 x 里的位置。想一想：x 的左上角在
    填充后的图里是第几行、第几列？
en: With padding, your gradients are all shifted: the windows are counted in the padded image, but you take
    that for a place in x. In which row and column of the padded image is the upper left corner of x?
shows: padding
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByPlaces):
    def _cut(self, dx: NDArray[Any]) -> NDArray[Any]:
        h, w = self.kept.shape[2:]
        return dx[:, :, :h, :w]
