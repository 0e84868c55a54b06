"""W is not transposed in the product for dx.

zh: 你算的是 dout 与 W 的乘积，W 没有转置，多数时候形状不符而报错，W 是方阵时结果是错的。写出两个
    矩阵的形状，想一想：怎样相乘才能得到 (N, D)？
en: You multiply dout and W without transposing W: mostly the shapes do not fit, and with a square W the
    numbers are wrong. Write down both shapes: which product gives (N, D)?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InParts

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FullyConnected(InParts):
    def _inputs(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout @ self.W
