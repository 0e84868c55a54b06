"""The mask of the first backward is used ever after.

zh: 你把第一次的最大值位置存了下来，之后一直在用。再次 forward 之后，最大值换了地方，你却还在用旧的。想一想：
    存下来的东西，什么时候就过期了？
en: You keep the places of the maxima of the first time and use them ever after. A new forward finds its
    maxima elsewhere. When does what you keep become stale?
shows: reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    first: NDArray[Any] | None = None

    def _mask(self) -> NDArray[Any]:
        if self.first is None:
            self.first = super()._mask()
        return self.first
