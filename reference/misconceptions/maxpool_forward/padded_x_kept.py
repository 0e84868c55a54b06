"""self.x is the padded input.

zh: 你把填充之后的图存进了 self.x，写好的 backward 按它的形状还原，dx 就大了一圈，或者窗口个数对不上。想一想：
    dx 应当与谁形状相同？
en: You keep the padded image in self.x. The given backward goes by its shape, so that dx comes out too large,
    or the number of windows does not match. Whose shape should dx have?
shows: padding
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...im2col import zero_padded
from ._parts import ByMatrix

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _keep(self, x: NDArray[Any], places: NDArray[np.intp]) -> None:
        super()._keep(zero_padded(x, self.pad), places)
