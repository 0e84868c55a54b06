"""The loss is divided by the number of classes, not of samples.

zh: 你除以了类别数 D，而不是样本数 N。想一想：x.shape 的两个数各是什么？
en: You divide by the number of classes, not by the number of samples. What do the two numbers of x.shape
    stand for?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ._parts import Number


class SoftmaxWithLoss(InSteps):
    def _loss(self, y: NDArray[Any], t: NDArray[Any]) -> Number:
        return super()._loss(y, t) * y.shape[0] / y.shape[1]
