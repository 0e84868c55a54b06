"""dW is computed from the first sample alone.

zh: 你的 dW 只用了第一个样本。每个样本都用到了同一个 W。想一想：各个样本对 W 的梯度怎样合在一起？
en: Your dW is made of the first sample alone. All samples use the same W. How are their gradients brought
    together?
shows: batch
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import InParts

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FullyConnected(InParts):
    def _weights(self, dout: NDArray[Any]) -> NDArray[Any]:
        return np.outer(self.x[0], dout[0])
