"""Only the last image of the batch has a gradient.

zh: 你的 dx 里只有最后一个样本有梯度，前面的样本都是 0。找一找：dx 是在哪一行清零的，这一行执行了几次？
en: Only the last image of the batch has a gradient in your dx, the others are zero. Where is dx set to zero,
    and how many times does that line run?
shows: batch
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
        last[-1] = dout[-1]
        return super().backward(last)
