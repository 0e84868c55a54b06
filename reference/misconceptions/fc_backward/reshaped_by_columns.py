"""dx gets its shape back in another order.

zh: dx 的形状对了，但数的顺序不对：恢复形状的顺序与 forward 展平的顺序不同，例如 order='F'，或者
    先 reshape 再 transpose。想一想：reshape 默认按什么顺序排列？
en: dx has the right shape, but its numbers are in another order: they are put back in another way than
    forward flattened them, by order='F' or a transpose, say. In which order does reshape go by default?
shows: flattened
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InParts

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FullyConnected(InParts):
    def _shaped(self, dx: NDArray[Any]) -> NDArray[Any]:
        return dx.reshape(self.original_x_shape, order="F")
