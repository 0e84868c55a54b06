"""Only the scores of the right classes have a gradient.

zh: 你只给正确类别算了梯度，其余都是 0。想一想：提高一个错误类别的得分，softmax 的分母会变，正确
    类别的概率怎样变？
en: Only the right classes have a gradient; all others are 0. If the score of a wrong class rises, the
    denominator of the softmax does too. What becomes of the probability of the right class?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _difference(self) -> NDArray[Any]:
        return super()._difference() * self._one_hot()
