"""The probability itself is taken, without a logarithm.

zh: 你对正确类别的概率直接取了平均，没有取对数。想一想：正确类别的概率越接近 0，损失应当怎样变？
en: You average the probabilities of the right classes themselves; there is no logarithm. How should the
    loss behave as the probability of the right class goes to 0?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _logs(self, probabilities: NDArray[Any]) -> NDArray[Any]:
        return probabilities
