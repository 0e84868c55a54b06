"""The number with the largest magnitude is taken.

zh: 你取的是绝对值最大的数，负数也会被选中。想一想：-0.9 和 0.2 哪个大？
en: You take the number of the largest magnitude, so that negative ones are chosen, too. Which is larger, -0.9
    or 0.2?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _places(self, cells: NDArray[Any]) -> NDArray[np.intp]:
        return np.abs(cells).argmax(axis=1)

    def _maxima(self, cells: NDArray[Any]) -> NDArray[Any]:
        return cells[np.arange(len(cells)), self._places(cells)]
