"""The gradient goes through the softmax once more.

zh: y - t 已经是对 x 的梯度，你又乘了一次 y(1-y)。想一想：softmax 的导数是不是已经算在 y - t 里了？
en: y - t is the gradient with respect to x already, and you multiply by y(1-y) once more. Is the derivative
    of the softmax perhaps in y - t already?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _difference(self) -> NDArray[Any]:
        return super()._difference() * self.y * (1 - self.y)
