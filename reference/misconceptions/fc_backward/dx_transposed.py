"""dx is transposed.

zh: 你的 dx 是转置的，形状是 (D, N)，可能算成了 W 乘以 dout.T。比一比 x 的形状：哪个轴应当是样本？
en: Your dx is transposed, perhaps because it is W times dout.T. Compare its shape with that of x: which
    axis is that of the samples?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InParts

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FullyConnected(InParts):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return super().backward(dout).T
