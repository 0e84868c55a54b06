"""The shares are blown up to the size of the windows.

zh: 你用 repeat 把每一份放大成窗口的大小，这只在窗口恰好铺满 x 时才对：不重叠、没有填充，也没有剩余的行和列。
    想一想：一般情况下，第 i 个窗口从哪一行开始？
en: You blow up each share to the size of the window with repeat. That is only right where windows tile x
    exactly: no overlap, no padding, nothing left over. In general, in which row does window i begin?
shows: leftover, overlap, padding
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByMatrix):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return self._share(dout).repeat(self.pool_h, axis=2).repeat(self.pool_w, axis=3)
