"""The loss is divided by the numbers that a sample has.

zh: 你又除以了每个样本的数的个数，例如沿 axis=1 取了平均。对照题目中的公式想一想：里面有 D 吗？
en: You divide by how many numbers a sample has, as a mean along axis 1 does. Compare with the formula: is
    there a D in it?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ._parts import Number


class MeanSquaredError(InSteps):
    def forward(self, y: NDArray[Any], t: NDArray[Any]) -> Number:
        return super().forward(y, t) * len(y) / y.size
