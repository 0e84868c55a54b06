"""dW and db are both divided by the number of samples.

zh: 你的 dW 和 db 都除以了样本数 N。对样本取平均是损失函数做的事，dout 传来时已经算好了。想一
    想：out = xW + b 里有求平均吗？
en: You divide both dW and db by the number of samples. Averaging is done where the loss is computed, and
    dout already has it. Does out = xW + b average anything?
shows: batch
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InParts

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FullyConnected(InParts):
    def _weights(self, dout: NDArray[Any]) -> NDArray[Any]:
        return super()._weights(dout) / len(dout)

    def _biases(self, dout: NDArray[Any]) -> NDArray[Any]:
        return super()._biases(dout) / len(dout)
