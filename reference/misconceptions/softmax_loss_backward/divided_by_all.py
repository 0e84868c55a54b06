"""The gradient is divided by the number of scores.

zh: 你除以的是所有数的个数 N×D。想一想：forward 里求平均的是多少个损失？
en: You divide by the number of all scores, N×D. How many losses does forward average?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _divided(self, difference: NDArray[Any]) -> NDArray[Any]:
        return difference / difference.size
