"""arg_max is reshaped to the shape of dout.

zh: 你把 arg_max 直接 reshape 成了 dout 的形状。reshape 只换形状，不换顺序：arg_max 是按 (N, out_h, out_w, C)
    排列的，通道在最后。想一想：先还原成它本来的四维，再怎样与 dout 对齐？
en: You reshape arg_max straight to the shape of dout. A reshape changes the shape, not the order, and arg_max
    is in (N, out_h, out_w, C) order, channels last. Once it has its own four axes again, how does it line up
    with dout?
shows: channels
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._parts import ByPlaces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class MaxPool(ByPlaces):
    def _place(self, shape: tuple[int, ...]) -> NDArray[np.intp]:
        return self.maxima.reshape(shape)
