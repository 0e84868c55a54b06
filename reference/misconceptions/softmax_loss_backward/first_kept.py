"""The first gradient is returned ever after.

zh: 你把第一次的梯度存了下来，之后每次都返回它。想一想：backward 的结果取决于哪一次 forward？
en: You keep the first gradient and return it ever after. On which forward does the result of backward
    depend?
shows: reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    first: NDArray[Any] | None = None

    def backward(self) -> NDArray[Any]:
        if self.first is None:
            self.first = super().backward()
        return self.first
