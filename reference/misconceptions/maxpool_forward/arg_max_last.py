"""arg_max tells of the last of several equal maxima.

zh: 窗口里有几个相同的最大值时，你的 arg_max 记下了最后一个，本题要的是第一个。检查一下：比较大小时，后来的相
    等的数会不会顶替掉先前的那个？
en: Where a window has several equal maxima, your arg_max tells of the last one, but the first one is wanted.
    Look at your comparison: does an equal number that comes later push out the one before it?
shows: ties
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _places(self, cells: NDArray[Any]) -> NDArray[np.intp]:
        return self.area - 1 - cells[:, ::-1].argmax(axis=1)
