"""The unfolded input of the first call is used again.

zh: 你只在第一次 forward 时展开了输入，之后一直用旧的。想一想：换了一批 x，哪些东西要重新算？
en: You unfold the input in the first forward and use it ever after. When x is another one, what has to be
    computed anew?
shows: reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    _first: NDArray[Any] | None = None

    def _rows(self, x: NDArray[Any]) -> NDArray[Any]:
        if self._first is None:
            self._first = super()._rows(x)
        return self._first
