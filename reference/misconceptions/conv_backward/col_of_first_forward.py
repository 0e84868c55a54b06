"""dW is made with the windows of the first forward.

zh: 你一直在用第一次 forward 留下的 self.col，对象再次使用时 dW 就错了。想一想：这一次的 dout 对应哪一次
    forward？
en: You keep using the self.col that the first forward left, so that dW is wrong when an object is used again.
    To which forward does this dout belong?
shows: reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    _first: NDArray[Any] | None = None

    def _filter_gradient(self, rows: NDArray[Any]) -> NDArray[Any]:
        if self._first is None:
            self._first = self.seen
        return self._like_filters(self._first.T @ rows)
