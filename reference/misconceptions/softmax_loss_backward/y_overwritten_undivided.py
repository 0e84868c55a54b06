"""The difference is taken in place, in the y that forward keeps, and divided elsewhere.

zh: 你写了 dx = self.y 再去改 dx，改的其实是 forward 存下的 y，再次调用 backward 就错了。想一想：
    怎样得到一个独立的副本？
en: You write dx = self.y and then change dx: what changes is the y that forward keeps, and the next
    backward is wrong. How do you get a copy of its own?
shows: reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def backward(self) -> NDArray[Any]:
        self.y -= self._one_hot()
        return self._divided(self.y)
