"""Only the first sample counts.

zh: 你的损失只算了第一个样本。想一想：其余的样本到哪里去了？return 是不是写在了循环里面？
en: Your loss is that of the first sample alone. Where did the others go? Is the return inside the loop?
shows: batch
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ._parts import Number


class MeanSquaredError(InSteps):
    def _total(self, squares: NDArray[Any]) -> Number:
        return np.sum(squares[0])
