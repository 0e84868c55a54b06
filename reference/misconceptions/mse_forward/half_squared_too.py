"""The factor 0.5 is squared as well.

zh: 你先把误差乘以 0.5 再平方，系数成了 0.25。想一想：0.5 应当在平方之前还是之后乘？
en: You multiply the errors by 0.5 before you square them, which makes it 0.25. Does the 0.5 come before the
    square or after it?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ._parts import Number


class MeanSquaredError(InSteps):
    def forward(self, y: NDArray[Any], t: NDArray[Any]) -> Number:
        return np.sum((0.5 * (y - t)) ** 2)
