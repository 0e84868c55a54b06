"""db is not stored.

zh: 你没有给 self.db 赋值，它还是 None。想一想：backward 除了返回 dx，还要留下哪两样东西？
en: You never assign self.db, so it is still None. Besides returning dx, which two things should backward
    leave behind?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InParts

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FullyConnected(InParts):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        dx = super().backward(dout)
        self.db = None
        return dx
