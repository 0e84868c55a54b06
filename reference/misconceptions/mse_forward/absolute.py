"""The absolute error is taken in place of the square.

zh: 你加起来的是误差的绝对值，没有平方。想一想：误差从 1 变成 10，损失应当变成多少倍？
en: You add up absolute errors; nothing is squared. If an error grows from 1 to 10, how many times larger
    should the loss become?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MeanSquaredError(InSteps):
    def _squares(self, difference: NDArray[Any]) -> NDArray[Any]:
        return np.abs(difference)
