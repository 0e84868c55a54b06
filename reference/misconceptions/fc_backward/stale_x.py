"""The x of the first forward is used ever after.

zh: 你用的是第一次 forward 的 x。再次 forward 之后，x 已经换了。想一想：存下来的东西，什么时候就
    过期了？
en: You use the x of the first forward ever after. A new forward brings a new x. When does what you keep
    become stale?
shows: reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InParts

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FullyConnected(InParts):
    first: NDArray[Any] | None = None

    def _weights(self, dout: NDArray[Any]) -> NDArray[Any]:
        if self.first is None:
            self.first = self.x
        return self.first.T @ dout
