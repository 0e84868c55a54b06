"""The largest score of each class is subtracted, over the samples.

zh: 你减去的是每个类别在各样本中的最大值（axis=0）。这样一个样本的各个得分减去的数不同，softmax 就
    变了。想一想：x 的哪个轴是类别？keepdims 起什么作用？
en: You subtract for each class its largest score over the samples (axis=0). The scores of one sample then
    lose different amounts, and that changes the softmax. Which axis of x is that of the classes?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _shifted(self, x: NDArray[Any]) -> NDArray[Any]:
        return x - x.max(axis=0)
