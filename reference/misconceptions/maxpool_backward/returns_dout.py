"""dout itself is returned.

zh: 你直接返回了 dout。dout 是损失对输出的梯度，而 backward 要给出的是损失对输入 x 的梯度。想一想：两者的形状
    一样吗？
en: You return dout itself. It is the gradient with respect to the output, but backward has to give the
    gradient with respect to the input x. Have the two the same shape?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout
