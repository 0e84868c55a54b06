"""The products are averaged, not summed.

zh: 你把窗口里的乘积求了平均，而不是求和。想一想：公式里的 Σ 前面有没有除以什么？
en: You take the mean of the products of a window, not their sum. Does the formula divide its Σ by anything?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _product(self, rows: NDArray[Any]) -> NDArray[Any]:
        return super()._product(rows) / rows.shape[1]
