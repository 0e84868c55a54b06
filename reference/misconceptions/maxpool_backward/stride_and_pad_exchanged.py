"""col2im is given the padding before the stride.

zh: 你调用 col2im 时把步幅和填充写反了。比一比：你传给 col2im 的参数，和前向传给 im2col 的顺序一样吗？
en: You give col2im the padding where the stride belongs. Compare what you hand to col2im with what forward
    hands to im2col.
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...im2col import col2im
from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _image(self, matrix: NDArray[Any]) -> NDArray[Any]:
        return col2im(matrix, self.kept.shape, self.pool_h, self.pool_w, self.pad, self.stride)
