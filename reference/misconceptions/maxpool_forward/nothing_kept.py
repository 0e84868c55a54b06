"""self.x or self.arg_max is not set.

zh: 你的 out 是对的，但 x 和最大值的下标没有都存到 self 里，写好的 backward 就无从算起。想一想：backward 用到
    了哪两个属性？
en: Your out is right, but you do not keep both x and the places of the maxima in self, so that the given
    backward has nothing to work with. Which two attributes does it use?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _keep(self, x: NDArray[Any], places: NDArray[np.intp]) -> None:
        pass
