"""The stride is always 1.

zh: 你把步幅写死成了 1，步幅是 2 时输出就太大了。样例的步幅恰好是 1，所以看不出来。想一想：步幅记在哪里？
en: Your stride is always 1, so with stride 2 the output is too large. The sample has stride 1 and does not
    show it. Where is the stride kept?
shows: stride
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...im2col import im2col
from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _size(self, cells: int, kernel: int) -> int:
        return cells + 2 * self.pad - kernel + 1

    def _rows(self, x: NDArray[Any]) -> NDArray[Any]:
        return im2col(x, self.W.shape[2], self.W.shape[3], pad=self.pad)
