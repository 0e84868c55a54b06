"""The largest score of the whole batch is subtracted from all.

zh: 你减去的是整批得分中最大的数。如果一个样本的得分都比它小得多，exp 之后就全是 0，相除得到 NaN。
    想一想：最大值应当在什么范围里找？
en: You subtract the largest score of the whole batch. Where all scores of a sample are far below it, every
    exp is 0 and the quotient is NaN. Among which numbers should the largest be looked for?
shows: large
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _shifted(self, x: NDArray[Any]) -> NDArray[Any]:
        return x - x.max()
