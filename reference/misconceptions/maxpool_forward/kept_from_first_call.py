"""self.x and self.arg_max are those of the first forward.

zh: 你只在第一次 forward 时记下了 x 和 arg_max，对象再次使用时，写好的 backward 用的还是旧的。想一想：这两个属
    性应当在什么时候更新？
en: You only keep x and arg_max in the first forward, so that the given backward uses old ones when the object
    is used again. When do the two have to be set anew?
shows: reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _keep(self, x: NDArray[Any], places: NDArray[np.intp]) -> None:
        if self.x is None:
            super()._keep(x, places)
