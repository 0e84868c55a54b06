"""The places of the maxima are returned, not the maxima.

zh: 你返回的是最大值的下标，不是最大值本身。np.argmax 和 np.max 是两件事。想一想：下标应当存到哪里，返回的又是
    什么？
en: You return where the maxima are, not the maxima. np.argmax and np.max are two things. Where do the places
    go, and what is to be returned?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _maxima(self, cells: NDArray[Any]) -> NDArray[Any]:
        return cells.argmax(axis=1)
