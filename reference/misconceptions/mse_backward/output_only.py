"""The output of the network is returned, and the target not subtracted.

zh: 你返回的是 y，没有减去 t。想一想：y 与 t 完全相同时，梯度应当是多少？
en: You return y and do not subtract t. What should the gradient be where y and t are the same?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import Keeping

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MeanSquaredError(Keeping):
    def backward(self) -> NDArray[Any]:
        return self.y.copy()
