"""The gradient is computed in place, in the y that forward keeps.

zh: 你写了 self.y -= self.t，改动了 forward 存下的 y，再次调用 backward 就又减了一次；y 是整数时
    还会报错。想一想：怎样不改动 self.y？
en: You write self.y -= self.t, which changes the y that forward keeps: the next backward subtracts again,
    and integers fail. How can you leave self.y as it is?
shows: reuse, integer
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import Keeping

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MeanSquaredError(Keeping):
    def backward(self) -> NDArray[Any]:
        self.y -= self.t
        return self.y
