"""The gradient is divided by the window's height alone.

zh: 你只除以了窗口的高。想一想：前向求平均时，分母是什么？
en: You divide by the height of the window alone. What is the denominator when forward takes the mean?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByMatrix):
    def _share(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout / self.pool_h
