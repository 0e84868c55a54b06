"""Labels are not told apart from one-hot.

zh: 你总是对 t 沿 axis=1 取 argmax，t 是标签时只有一个轴，就报错了。想一想：怎样先判断 t 是哪一种
    写法？
en: You always take the argmax of t along axis 1, and fail where t holds labels and has a single axis. How
    can you tell first which of the two forms t has?
shows: labels
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _one_hot(self) -> NDArray[Any]:
        return np.eye(self.y.shape[1])[self.t.argmax(axis=1)]
