"""A size is computed with / and is no integer.

zh: 你用 / 算大小，得到的是浮点数，而 range 和形状都只接受整数，所以报错。想一想：Python 里还有哪种除法，除
    不尽时又该往哪边取整？
en: You compute a size with /, which gives a float, but range and shapes take integers only. Which other
    division has Python, and which way should it round when something is left over?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        out_h: Any = (self.kept.shape[2] + 2 * self.pad - self.pool_h) / self.stride + 1
        return super().backward(dout[:, :, range(out_h)])
