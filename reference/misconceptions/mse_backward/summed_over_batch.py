"""The gradients of the samples are added up into one row.

zh: 你沿样本的方向求了和，第一个轴没有了。想一想：y 的每个数都有自己的梯度，dy 的形状应当与谁相同？
en: You sum over the samples, and the first axis is gone. Each number of y has a gradient of its own. Whose
    shape should dy have?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import Keeping

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MeanSquaredError(Keeping):
    def _gradient(self, difference: NDArray[Any]) -> NDArray[Any]:
        return difference.sum(axis=0)
