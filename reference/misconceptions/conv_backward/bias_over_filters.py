"""db sums over the filters, not over the windows.

zh: 你的 db 是对卷积核求的和，每个窗口得到一个数。b 的每个数属于一个卷积核。想一想：b[k] 加到了哪些输出上，应
    当沿哪个轴求和？
en: Your db sums over the filters and has a number for each window. Each number of b belongs to a filter. To
    which outputs was b[k] added, and along which axis do you have to sum?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _bias_gradient(self, rows: NDArray[Any]) -> NDArray[Any]:
        return rows.sum(axis=1)
