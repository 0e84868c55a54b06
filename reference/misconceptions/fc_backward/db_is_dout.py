"""db is dout itself.

zh: 你直接让 db 等于 dout，没有对样本求和。想一想：同一个 b 用在了每个样本上，形状是 (M,)，N 个样
    本的影响怎样合在一起？
en: You let db be dout and sum nothing. The same b, of shape (M,), serves every sample. How are the effects
    on N samples brought together?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InParts

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FullyConnected(InParts):
    def _biases(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout
