"""The bias is not added.

zh: 你的输出里没有偏置：同一个输出通道的每个数都差同一个值。想一想：乘积加完之后，还要加什么？
en: There is no bias in your output: all numbers of a channel are off by the same value. What is to be added
    once the products are summed up?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _with_bias(self, rows: NDArray[Any]) -> NDArray[Any]:
        return rows
