"""ReLU's mask is used the wrong way round.

zh: 你把掩码用反了：x > 0 的地方成了 0，x <= 0 的地方反而有梯度。想一想：self.mask 为 True 的是哪
    些位置？
en: You use the mask the wrong way round: the gradient is 0 where x > 0, and passes elsewhere. Where is
    self.mask True?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import Relu as Right

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Relu(Right):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return np.where(self.mask, dout, 0)
