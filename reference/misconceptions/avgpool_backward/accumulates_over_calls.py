"""Each backward adds to the dx of the one before.

zh: 第一次 backward 是对的，之后每一次都把新的梯度加到了上一次的 dx 上。dx 只取决于最近一次 forward 和这一次的
    dout。想一想：累加用的数组应当在什么时候清零？
en: The first backward is right, but each later one adds its gradients to the dx of the one before. dx depends
    on the latest forward and on this dout, nothing else. When must the array that you add to start from zero?
shows: reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByMatrix):
    total: NDArray[Any] | None = None

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        dx = super().backward(dout)
        self.total = dx if self.total is None else self.total + dx
        return self.total
