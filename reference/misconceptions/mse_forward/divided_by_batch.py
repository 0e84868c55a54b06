"""The loss is divided by the number of samples.

zh: 你又除以了样本数 N。有的书取平均，本题不取：损失是整批的总和。对照题目中的公式比一比，里面有 N 吗？
en: You divide by the number of samples. Some books take the mean; here the loss is the sum over the whole
    batch. Compare with the formula: is there an N in it?
shows: batch
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ._parts import Number


class MeanSquaredError(InSteps):
    def forward(self, y: NDArray[Any], t: NDArray[Any]) -> Number:
        return super().forward(y, t) / len(y)
