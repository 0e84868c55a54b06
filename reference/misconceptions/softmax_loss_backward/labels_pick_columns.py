"""Labels pick whole columns of the probabilities.

zh: t 是标签时，你写了 dx[:, t] -= 1，这把整列都减了 1。想一想：第 i 行只应改动第 t[i] 列，怎样同
    时指定行和列？
en: Where t holds labels, you write dx[:, t] -= 1, which takes 1 from whole columns. In row i only column
    t[i] should change: how do you name rows and columns together?
shows: labels
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _difference(self) -> NDArray[Any]:
        if self.t.ndim > 1:
            return super()._difference()
        dx = self.y.copy()
        dx[:, self.t] -= 1
        return dx
