"""ReLU returns dout as it is.

zh: 你原样返回了 dout。x <= 0 的地方，输出总是 0。想一想：x 在那里变化一点，损失会变吗？
en: You return dout as it is. Where x <= 0 the output is 0, whatever x is. If x changes a little there, does
    the loss?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import Relu as Right

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Relu(Right):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout
