"""W is changed before dx is computed.

zh: 你在 backward 里就更新了 W，再用新的 W 去算 dx。更新参数是优化器的事。想一想：dx 应当由哪一个 W 求
    出？
en: You update W within backward and compute dx from the new one. Updating is the optimiser's business.
    Which W was in use when the outputs were computed?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InParts

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FullyConnected(InParts):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        self.W = self.W - 0.1 * self._weights(dout)
        return super().backward(dout)
