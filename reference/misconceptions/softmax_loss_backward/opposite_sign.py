"""The gradient has the opposite sign.

zh: 你的梯度符号反了，算成了 t - y。想一想：正确类别的得分提高一点，损失变大还是变小？它的梯度应
    当是正还是负？
en: Your gradient has the opposite sign: it is t - y. If the score of the right class rises a little, does
    the loss rise or fall? So is its gradient positive or negative?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _difference(self) -> NDArray[Any]:
        return -super()._difference()
