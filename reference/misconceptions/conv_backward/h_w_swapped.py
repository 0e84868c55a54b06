"""Height and width are taken from the shape of x in the wrong order.

zh: 你从 x.shape 里取高和宽时顺序反了，dx 的高成了宽。图像不是正方形时就放不下了。想一想：x 的四个轴依次是什
    么？
en: You take height and width from x.shape in the wrong order. Where the image is not square, the gradients
    find no room in your dx. What are the four axes of x, one by one?
shows: rectangular
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByPlaces):
    def _shape(self) -> tuple[int, ...]:
        n, c, h, w = super()._shape()
        return n, c, w, h

    def _cut(self, dx: NDArray[Any]) -> NDArray[Any]:
        w, h = self.kept.shape[2:]
        return dx[:, :, self.pad : self.pad + h, self.pad : self.pad + w]
