"""There is a loss for each output, not one for the batch.

zh: 你沿 axis=0 求和，或者用循环把各行加了起来，返回的仍是数组。想一想：最后应当得到几个数？
en: You sum along axis 0, or add up the rows in a loop, and return an array. How many numbers should there
    be at the end?
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
    def _total(self, squares: NDArray[Any]) -> Number:
        return np.sum(squares, axis=0)
