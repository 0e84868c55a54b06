"""The gradient is divided by the number of samples.

zh: 你又除以了样本数 N。本题的损失是总和，没有取平均。看一看 forward，想一想：里面有 N 吗？
en: You divide by the number of samples. The loss of this exercise is a sum, no mean. Look at forward: is
    there an N in it?
shows: batch
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import Keeping

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MeanSquaredError(Keeping):
    def _gradient(self, difference: NDArray[Any]) -> NDArray[Any]:
        return difference / len(difference)
