"""The target is added, not subtracted.

zh: 你把 t 加到了 y 上，而不是减去。想一想：网络的输出与目标完全相同时，损失应当是多少？
en: You add the target and do not subtract it. What should the loss be where the network says exactly what
    it should?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MeanSquaredError(InSteps):
    def _difference(self, y: NDArray[Any], t: NDArray[Any]) -> NDArray[Any]:
        return y + t
