"""The squares are subtracted, not the difference squared.

zh: 你算的是 y² - t²，不是 (y - t)²。想一想：y = 1、t = -1 时两者各是多少？
en: You compute y² - t² and not (y - t)². What is either of them for y = 1 and t = -1?
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
        return 0.5 * np.sum(y**2 - t**2)
