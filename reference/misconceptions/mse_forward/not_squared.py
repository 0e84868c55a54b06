"""The errors themselves are added up.

zh: 你把误差直接加了起来，没有平方，正负误差就抵消了。想一想：一个偏大、一个偏小，损失能是 0 吗？
en: You add up the errors themselves, so that positive and negative ones cancel. If one number is too large
    and another too small, can the loss be 0?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MeanSquaredError(InSteps):
    def _squares(self, difference: NDArray[Any]) -> NDArray[Any]:
        return difference
