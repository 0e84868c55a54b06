"""The exponentials are taken of the scores as they are.

zh: 你直接对得分取了 exp，得分很大时会溢出成无穷大，很小时又全成了 0，相除就是 NaN。想一想：给一
    个样本的所有得分同时减去一个数，softmax 的结果会变吗？减去哪个数最合适？
en: You take exp of the scores as they are: large ones overflow to infinity, very negative ones all become
    0, and the quotient is NaN. If you subtract one number from all scores of a sample, does the softmax
    change? Which number would be a good choice?
shows: large
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _shifted(self, x: NDArray[Any]) -> NDArray[Any]:
        return x
