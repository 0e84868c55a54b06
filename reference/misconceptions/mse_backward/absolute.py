"""The gradient has lost its sign.

zh: 你的梯度都是正的，符号丢了。想一想：y 比 t 小的地方，y 应当变大还是变小，损失才会减小？
en: All your gradients are positive: the sign is lost. Where y is below t, should y grow or shrink for the
    loss to fall?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import Keeping

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MeanSquaredError(Keeping):
    def _gradient(self, difference: NDArray[Any]) -> NDArray[Any]:
        return np.abs(difference)
