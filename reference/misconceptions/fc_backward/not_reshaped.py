"""dx does not get the shape that x had.

zh: 输入是四维的，你返回的 dx 却是二维的。前一层等着与它的输出形状相同的梯度。想一想：forward 记
    下了原来的形状吗？
en: The input has four axes, and your dx has two. The layer before waits for a gradient in the shape of what
    it put out. Did forward note down the shape?
shows: flattened
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InParts

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FullyConnected(InParts):
    def _shaped(self, dx: NDArray[Any]) -> NDArray[Any]:
        return dx
