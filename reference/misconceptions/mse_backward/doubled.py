"""The factor 0.5 of the loss is forgotten.

zh: 你的梯度是预期的两倍：求导时忘了 forward 中的 0.5。想一想：0.5·d² 的导数是什么？
en: Your gradient is twice what is expected: the 0.5 of forward is forgotten. What is the derivative of
    0.5·d²?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import Keeping

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MeanSquaredError(Keeping):
    def _gradient(self, difference: NDArray[Any]) -> NDArray[Any]:
        return 2 * difference
