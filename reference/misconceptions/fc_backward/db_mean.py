"""db is a mean over the samples, not a sum.

zh: 你的 db 对样本取了平均。对样本取平均是损失函数做的事，dout 传来时已经算好了。想一想：b 变化一
    点，每个样本的输出都变，这些影响应当相加还是平均？
en: Your db is a mean over the samples. Averaging is done where the loss is computed, and dout already has
    it. If b changes a little, the outputs of all samples do: are these effects added up or averaged?
shows: batch
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import InParts

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FullyConnected(InParts):
    def _biases(self, dout: NDArray[Any]) -> NDArray[Any]:
        return np.mean(dout, axis=0)
