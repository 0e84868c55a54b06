"""The loss is divided by the number of scores, not of samples.

zh: 你除以的是 x 中所有数的个数 N×D，例如用 np.mean 对整个矩阵取了平均。每个样本只有一个损失，来
    自它的正确类别。想一想：求平均的是多少个数？
en: You divide by the number of all scores, N×D, as np.mean over the whole matrix does. Each sample has one
    loss, that of its right class. How many numbers are averaged?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ._parts import Number


class SoftmaxWithLoss(InSteps):
    def _loss(self, y: NDArray[Any], t: NDArray[Any]) -> Number:
        return super()._loss(y, t) / y.shape[1]
