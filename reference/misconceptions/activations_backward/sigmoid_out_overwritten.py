"""The sigmoid's kept output is changed in place.

zh: 你写了 self.out *= ...，改动了 forward 存下的 out，再次调用 backward 就错了。想一想：怎样不改
    动 self.out？
en: You write self.out *= ..., which changes the output that forward keeps, and the next backward is wrong.
    How can you leave self.out as it is?
shows: reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import Sigmoid as Right

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Sigmoid(Right):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        self.out *= 1 - self.out
        return dout * self.out
