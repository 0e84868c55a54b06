"""The 2 of the derivative is forgotten.

zh: 你的梯度是预期的一半。0.5 乘以平方的导数中，2 和 0.5 抵消。想一想：d² 的导数是什么？
en: Your gradient is half of what is expected. In the derivative of 0.5 times a square, the 2 and the 0.5
    cancel. What is the derivative of d²?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import Keeping

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MeanSquaredError(Keeping):
    def _gradient(self, difference: NDArray[Any]) -> NDArray[Any]:
        return difference / 2
