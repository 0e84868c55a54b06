"""ReLU halves the gradient where x is exactly zero.

zh: x 恰好等于 0 的地方，你给了一半的梯度。题目规定那里的梯度是 0。对照题目比一比：x <= 0 时 dx 是
    多少？
en: Where x is exactly 0 you give half of the gradient. The statement says that it is 0 there. Compare: what
    is dx where x <= 0?
shows: ties
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import Relu as Right

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Relu(Right):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout * (np.sign(self.x) + 1) / 2
