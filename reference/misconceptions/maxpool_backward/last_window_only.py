"""Only the very last window has left its gradient.

zh: 你的 dx 里只剩下最后一个窗口的梯度，前面的都不见了。找一找：dx 是在哪一行清零的，这一行执行了几次？
en: Only the gradient of the very last window is left in your dx. Where is dx set to zero, and how many times
    does that line run?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        last = np.zeros(dout.shape)
        last[-1, -1, -1, -1] = dout[-1, -1, -1, -1]
        return super().backward(last)
