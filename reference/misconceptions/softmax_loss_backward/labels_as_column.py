"""Labels are subtracted from the probabilities as a column.

zh: t 是标签时，你把它变成一列，从每个样本的所有概率中减去了类别的编号。想一想：应当只改动哪一个
    数？减去多少？
en: Where t holds labels, you make a column of it and subtract the number of the class from all
    probabilities of a sample. Which one of them should change, and by how much?
shows: labels
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _one_hot(self) -> NDArray[Any]:
        return self.t[:, np.newaxis] if self.t.ndim == 1 else self.t
