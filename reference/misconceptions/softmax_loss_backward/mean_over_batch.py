"""The gradients of the samples are averaged into one row.

zh: 你把各样本的梯度平均成了一行，形状成了 (D,)。想一想：x 有 N×D 个数，每个数都应当有自己的梯度
    吗？
en: You average the gradients of the samples into one row of shape (D,). x has N×D numbers. Does each of
    them have a gradient of its own?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _divided(self, difference: NDArray[Any]) -> NDArray[Any]:
        return difference.mean(axis=0)
