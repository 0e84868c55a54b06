"""Every cell of a window gets the whole gradient.

zh: 你让窗口里的每个数都得到了整份梯度。最大池化的输出只由一个数决定，别的数稍有改动，输出不变。想一想：它们的
    梯度该是多少，arg_max 又能帮你什么？
en: You give every cell of a window the whole gradient. In max pooling one number decides on the output; small
    changes of the others leave it as it is. What is their gradient then, and how can arg_max help you?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _mask(self) -> NDArray[Any]:
        return np.ones((self.maxima.size, self.area))
