"""arg_max is in the order of out.

zh: 你的 out 是对的，但 arg_max 是按 (N, C, out_h, out_w) 拉平的，写好的 backward 要的是 (N, out_h, out_w,
    C)。想一想：拉平之前，哪个轴要移到最后？
en: Your out is right, but your arg_max was flattened in (N, C, out_h, out_w) order and the given backward
    expects (N, out_h, out_w, C). Which axis has to go last before it is flattened?
shows: channels
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._parts import ByWindows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class MaxPool(ByWindows):
    def _flat(self, places: NDArray[np.intp]) -> NDArray[np.intp]:
        return places.ravel()
