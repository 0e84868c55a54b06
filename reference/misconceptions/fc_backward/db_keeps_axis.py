"""db keeps the axis of the samples.

zh: 你的 db 的形状是 (1, M)，多了一个轴，可能是因为写了 keepdims=True。比一比 b 的形状：是不是少
    了什么？
en: Your db has the shape (1, M), one axis too many, perhaps because of keepdims=True. Compare it with the
    shape of b: what is different?
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
        return np.sum(dout, axis=0, keepdims=True)
