"""The sigmoid is applied once more, to its own output.

zh: 你对 self.out 又做了一次 Sigmoid，再求导。self.out 已经是 Sigmoid 的结果了。想一想：公式里的 y 是
    什么？
en: You apply the sigmoid to self.out once more before you differentiate. self.out is what the sigmoid gave
    already. What is the y of the formula?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import Sigmoid as Right

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Sigmoid(Right):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        again = 1 / (1 + np.exp(-self.out))
        return dout * again * (1 - again)
