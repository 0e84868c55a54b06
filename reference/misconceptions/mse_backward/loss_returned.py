"""The loss is returned, not its gradient.

zh: 你返回的是损失这一个数。backward 要的是梯度。想一想：dy 的形状应当与谁相同？
en: You return the loss, a single number. Asked for is its gradient. Whose shape should dy have?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import Keeping

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MeanSquaredError(Keeping):
    def backward(self) -> NDArray[Any]:
        return np.asarray(self.loss)
