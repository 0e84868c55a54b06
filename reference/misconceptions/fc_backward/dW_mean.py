"""dW is divided by the number of samples.

zh: 你的 dW 又除以了样本数 N。对样本取平均是损失函数做的事，dout 传来时已经算好了。想一想：out = xW + b 里
    有求平均吗？
en: You divide dW by the number of samples. Averaging is done where the loss is computed, and dout already
    has it. Does out = xW + b average anything?
shows: batch
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InParts

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FullyConnected(InParts):
    def _weights(self, dout: NDArray[Any]) -> NDArray[Any]:
        return self.x.T @ dout / len(dout)
