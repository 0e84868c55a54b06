"""The gradient has the opposite sign.

zh: 你的梯度符号反了，算成了 t - y，那是对 t 的梯度。想一想：y 比 t 大时，y 再大一点，损失变大还
    是变小？
en: Your gradient has the opposite sign: t - y is the gradient with respect to t. Where y is above t and
    grows a little, does the loss rise or fall?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import Keeping

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MeanSquaredError(Keeping):
    def _gradient(self, difference: NDArray[Any]) -> NDArray[Any]:
        return -difference
