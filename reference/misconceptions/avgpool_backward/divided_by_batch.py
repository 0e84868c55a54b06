"""The gradient is divided by the number of samples as well.

zh: 你还除以了样本数。如果损失是平均值，这个除法已经包含在 dout 里了。想一想：链式法则里还有没有 N？
en: You divide by the number of samples as well. If the loss is a mean, dout has been divided already. Does
    the chain rule bring in another N?
shows: batch
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByMatrix):
    def _share(self, dout: NDArray[Any]) -> NDArray[Any]:
        return super()._share(dout) / self.kept.shape[0]
