"""Labels are subtracted from the probabilities as they are.

zh: t 是标签时，你直接用 y 减去了类别的编号。编号不是概率。想一想：标签 2 写成 one-hot 是什么样子？
en: Where t holds labels, you subtract the numbers of the classes from y. They are no probabilities. What
    does label 2 look like as one-hot?
shows: labels
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _one_hot(self) -> NDArray[Any]:
        return self.t
