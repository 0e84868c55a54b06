"""The logarithms of all classes are added up, not of the right one alone.

zh: 你把所有类别的对数都加了进去，没有用 t 挑出正确的类别。对照公式想一想：t 中的 0 起什么作用？
en: You add up the logarithms of all classes; t does not pick the right one. Compare with the formula: what
    do the zeros of t do?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ._parts import Number


class SoftmaxWithLoss(InSteps):
    def _loss(self, y: NDArray[Any], t: NDArray[Any]) -> Number:  # noqa: ARG002  that is the mistake
        return -np.sum(self._logs(y)) / len(y)
