"""Backward clears what forward kept, so that it cannot be called again.

zh: 你在 backward 里清空了 forward 存下的数据，再调用一次 backward 就没有可用的了。同一次 forward 之后，
    backward 可能被调用不止一次。想一想：这些数据应当由谁来更新？
en: Your backward clears what forward kept, so that there is nothing left for a second call. After one
    forward, backward may be called more than once. Whose business is it to replace those data?
shows: reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        if self.x is None:
            msg = "'NoneType' object has no attribute 'shape'"
            raise AttributeError(msg)
        dx = super().backward(dout)
        self.x = self.arg_max = None
        return dx
