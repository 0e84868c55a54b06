"""arg_max is taken along the wrong axis.

zh: 你的 out 是对的，但 arg_max 是沿 axis=0 取的，得到的是哪个窗口最大，而不是窗口里哪个数最大。比一比：求 out
    时你用的是哪个轴？
en: Your out is right, but you take arg_max along axis=0, which tells which window is the largest and not
    which number of a window. Compare it with the axis that you use for out.
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _places(self, cells: NDArray[Any]) -> NDArray[np.intp]:
        return cells.argmax(axis=0)
