"""The logarithm is taken without the 1e-7.

zh: 你取对数时没有加 1e-7。概率太小时，它在浮点数里就是 0，对数成了负无穷。对照题目中的公式想一想：
    对数里面是什么？
en: You take the logarithm without the 1e-7. A probability that is too small is 0 as a float, and its
    logarithm is minus infinity. Compare with the formula of the statement: what stands inside the
    logarithm?
shows: saturated
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _logs(self, probabilities: NDArray[Any]) -> NDArray[Any]:
        return np.log(probabilities)
