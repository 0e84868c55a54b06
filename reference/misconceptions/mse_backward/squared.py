"""The squares are returned, not their derivative.

zh: 你返回的是误差的平方，没有求导，符号也丢了。想一想：平方求导之后，指数是几？
en: You return the squared errors; nothing is differentiated, and the sign is lost. What is the exponent
    after the derivative of a square?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import Keeping

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MeanSquaredError(Keeping):
    def _gradient(self, difference: NDArray[Any]) -> NDArray[Any]:
        return difference**2
