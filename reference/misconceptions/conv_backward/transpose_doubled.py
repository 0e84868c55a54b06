"""dout is transposed the wrong way round.

zh: 你转置 dout 的方向反了，用的是前向最后一步的那个转置，而不是它的逆。写下每一步之后四个轴的名字，看看 C' 最
    后在哪里？
en: You transpose dout the wrong way round, with the transpose that ends forward and not with its inverse.
    Write down the names of the four axes after each step: where does C' end up?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _rows(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout.transpose(0, 3, 1, 2).reshape(-1, self.W.shape[0])
