"""Only the sign of the difference is returned.

zh: 你只返回了误差的符号，那是绝对值误差的梯度。想一想：错得越多，平方误差的梯度应当越大吗？
en: You return the signs of the errors: that is the gradient of the absolute error. Should the gradient of a
    squared error grow with the error?
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
        return np.sign(difference)
