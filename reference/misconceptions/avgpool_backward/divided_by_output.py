"""The gradient is divided by the number of windows.

zh: 你除以的是 out_h * out_w，那是窗口的个数。想一想：一个窗口的梯度要分给几个数？
en: You divide by out_h * out_w, which is the number of windows. Among how many numbers is the gradient of one
    window divided?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByMatrix):
    def _share(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout / (dout.shape[2] * dout.shape[3])
