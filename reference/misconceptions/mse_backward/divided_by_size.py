"""The gradient is divided by the number of all numbers.

zh: 你又除以了所有数的个数，像是对 np.mean 求导。看一看 forward，想一想：它用的是 sum 还是 mean？
en: You divide by the number of all numbers, as if the loss were a mean. Look at forward: does it take the
    sum or the mean?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import Keeping

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MeanSquaredError(Keeping):
    def _gradient(self, difference: NDArray[Any]) -> NDArray[Any]:
        return difference / difference.size
