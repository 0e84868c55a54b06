"""dx is divided by the number of samples.

zh: 你的 dx 又除以了样本数 N。对样本取平均是损失函数做的事，dout 传来时已经算好了。想一想：每个样
    本的 dx 与别的样本有关吗？
en: You divide dx by the number of samples. Averaging is done where the loss is computed, and dout already
    has it. Has the dx of one sample anything to do with the others?
shows: batch
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InParts

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FullyConnected(InParts):
    def _inputs(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout @ self.W.T / len(dout)
