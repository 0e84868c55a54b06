"""db sums over the samples alone.

zh: 你的 db 只对样本求了和，还留着 out_h 和 out_w 两个轴。想一想：b[k] 加到了同一个通道的哪些数上？
en: Your db sums over the samples alone and still has the axes out_h and out_w. To which numbers of a channel
    was b[k] added?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        dx = super().backward(dout)
        self.db = dout.sum(axis=0)
        return dx
