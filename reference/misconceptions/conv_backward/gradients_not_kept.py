"""dW and db are local names, gone when backward ends.

zh: 你算出了 dW 和 db，却没有存到 self 里，backward 一结束它们就没有了。想一想：self.dW 现在是什么？
en: You compute dW and db but do not keep them in self, so they are gone when backward ends. What is self.dW
    now?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        dx = super().backward(dout)
        self.dW = self.db = None
        return dx
