"""x is not transposed in the product for dW.

zh: 你算的是 x 与 dout 的乘积，x 没有转置，多数时候形状不符而报错。写出两个矩阵的形状，想一想：怎
    样相乘才能得到 (D, M)？
en: You multiply x and dout without transposing x, and mostly the shapes do not fit. Write down both shapes:
    which product gives (D, M)?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InParts

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FullyConnected(InParts):
    def _weights(self, dout: NDArray[Any]) -> NDArray[Any]:
        return self.x @ dout
