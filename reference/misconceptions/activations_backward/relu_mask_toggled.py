"""ReLU's mask is inverted in place.

zh: 你把 self.mask 取反之后又存了回去，第二次调用 backward 时它又反了过来。想一想：取反的结果应当
    放在哪里？
en: You invert self.mask and store it back, so that the second backward inverts it again. Where should the
    inverted mask go?
shows: reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import Relu as Right

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Relu(Right):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        self.mask = ~self.mask
        return dout * self.mask
