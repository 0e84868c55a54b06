"""The sigmoid's first derivative is used ever after.

zh: 你把第一次的导数存了下来，之后一直在用。再次 forward 之后，out 已经换了。想一想：存下来的东西，
    什么时候就过期了？
en: You keep the derivative of the first time and use it ever after. A new forward has a new output. When
    does what you keep become stale?
shows: reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import Sigmoid as Right

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Sigmoid(Right):
    first: NDArray[Any] | None = None

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        if self.first is None:
            self.first = self.out * (1 - self.out)
        return dout * self.first
