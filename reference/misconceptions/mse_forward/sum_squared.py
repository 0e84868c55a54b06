"""The sum is squared, not each error.

zh: 你先求和再平方，正负误差先抵消了。想一想：平方应当写在 Σ 的里面还是外面？
en: You sum first and square then, so that errors cancel before. Does the square stand inside or outside of
    Σ?
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
        return 0.5 * np.sum(y - t) ** 2
