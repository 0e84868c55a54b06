"""db is summed over the outputs, not over the samples.

zh: 你的 db 沿 axis=1 求和，把各个输出加在了一起。b 的每个数加到每个样本的同一个输出上。想一想：
    应当沿哪个轴求和，形状才是 (M,)？
en: You sum db along axis 1, over the outputs. Each number of b is added to one output of every sample.
    Along which axis do you sum to get the shape (M,)?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import InParts

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FullyConnected(InParts):
    def _biases(self, dout: NDArray[Any]) -> NDArray[Any]:
        return np.sum(dout, axis=1)
