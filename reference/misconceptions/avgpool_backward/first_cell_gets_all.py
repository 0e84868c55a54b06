"""The gradient goes to the first cell of the window.

zh: 你只给了窗口左上角的数。想一想：窗口里的其余的数，前向时有没有参加平均？
en: You give everything to the upper left number of the window. Did the other numbers have no part in the
    mean?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByMatrix):
    def _matrix(self, share: NDArray[Any]) -> NDArray[Any]:
        matrix = np.zeros((share.size, self.area))
        matrix[:, :1] = self._column(share)
        return matrix
