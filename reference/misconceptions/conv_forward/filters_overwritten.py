"""self.W is replaced by its matrix.

zh: 你把展开后的卷积核存回了 self.W，第一次 forward 是对的，第二次 self.W 就不再有四个轴了。想一想：展开的结果
    放在哪里，才不会影响下一次？
en: You store the unfolded filters in self.W. The first forward is right, but in the second one self.W no
    longer has four axes. Where can they go without changing the next call?
shows: reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...im2col import im2col
from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def forward(self, x: NDArray[Any]) -> NDArray[Any]:
        m, _, k_h, k_w = self.W.shape
        shape = x.shape[0], *self._sizes(x.shape[2], x.shape[3]), m
        self.W = self.W.reshape(m, -1).T
        return self._image(im2col(x, k_h, k_w, self.stride, self.pad) @ self.W + self.b, shape)
