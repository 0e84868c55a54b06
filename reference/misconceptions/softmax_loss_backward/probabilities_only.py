"""The right classes are not subtracted.

zh: 你返回的只是概率除以 N，没有减去正确类别。这样每个得分的梯度都是正的。想一想：t 应当在哪里起
    作用？
en: You return the probabilities over N and subtract nothing: every gradient is positive. Where should t
    have its say?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _difference(self) -> NDArray[Any]:
        return self.y.copy()
