"""The gradient is divided by the number of classes.

zh: 你除以了类别数 D，而不是样本数 N。想一想：y.shape 的两个数各是什么？
en: You divide by the number of classes, not by the number of samples. What do the two numbers of y.shape
    stand for?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _divided(self, difference: NDArray[Any]) -> NDArray[Any]:
        return difference / difference.shape[1]
