"""The gradient of each cell is divided by the number of windows over it.

zh: 你把每个位置的梯度除以了盖住它的窗口个数。窗口重叠并不会让每一份梯度变小。想一想：一个数沿几条路径影响损失
    时，链式法则怎样处理这几份贡献？
en: You divide the gradient of each cell by the number of windows over it. That windows overlap makes none of
    them smaller. When a number reaches the loss along several paths, what does the chain rule do with their
    contributions?
shows: overlap
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _image(self, matrix: NDArray[Any]) -> NDArray[Any]:
        count = super()._image(np.ones_like(matrix))
        return super()._image(matrix) / np.maximum(count, 1)
