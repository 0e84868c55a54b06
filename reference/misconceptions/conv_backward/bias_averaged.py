"""db is a mean.

zh: 你的 db 是平均值，应当是总和。想一想：b[k] 加到了很多个输出上，它们对损失的影响是平均起来，还是加起来？
en: Your db is a mean where it should be a sum. b[k] was added to many outputs: are their effects on the loss
    averaged, or added up?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _bias_gradient(self, rows: NDArray[Any]) -> NDArray[Any]:
        return rows.mean(axis=0)
