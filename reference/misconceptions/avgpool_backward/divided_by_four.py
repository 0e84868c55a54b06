"""The gradient is always divided by 4.

zh: 你总是除以 4，这只对 2×2 的窗口成立。样例恰好是 2×2，所以看不出来。想一想：窗口里有几个数？
en: You always divide by 4, which is right for 2×2 windows alone. The sample has them and does not show it.
    How many numbers does a window have?
shows: window
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByMatrix):
    def _share(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout / 4
