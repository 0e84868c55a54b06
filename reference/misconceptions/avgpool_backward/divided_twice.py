"""The gradient is divided twice.

zh: 你除了两次窗口的格数，每一份都小了。想一想：平均值只除过一次，你是在哪两处各除了一次？
en: You divide by the cells of the window twice, so that every share is too small. The mean is divided once.
    In which two places do you divide?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByMatrix):
    def _share(self, dout: NDArray[Any]) -> NDArray[Any]:
        return super()._share(dout) / self.area
