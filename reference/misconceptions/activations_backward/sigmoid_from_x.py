"""The sigmoid's derivative is written in x, not in the output.

zh: 你用 x 算了 x(1-x)。Sigmoid 的导数是 y(1-y)，其中 y 是前向的输出。想一想：forward 为你存下的
    是 x 还是 y？
en: You compute x(1-x) from the input. The derivative of the sigmoid is y(1-y), where y is its output. Which
    of the two does forward keep for you?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import Sigmoid as Right

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Sigmoid(Right):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout * self.x * (1 - self.x)
