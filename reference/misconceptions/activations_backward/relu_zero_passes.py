"""ReLU lets the gradient pass where x is exactly zero.

zh: x 恰好等于 0 的地方，你让梯度通过了。题目规定那里的梯度是 0。想一想：判断时应当用 < 还是 <=？
en: Where x is exactly 0 you let the gradient pass. The statement says that it is 0 there. Should the
    comparison be < or <=?
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
        return np.where(self.x < 0, 0, dout)
