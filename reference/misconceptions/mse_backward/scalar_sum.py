"""All gradients are added up into one number.

zh: 你返回的是一个数，把所有误差加在了一起。损失是一个数，它的梯度却不是。想一想：dy 应当有多少个
    数？
en: You return one number, the sum of all errors. The loss is a number, but its gradient is not. How many
    numbers should dy have?
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
        return np.asarray(difference.sum())
