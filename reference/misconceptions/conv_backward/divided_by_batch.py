"""dW and db are divided by the number of samples.

zh: 你把 dW 和 db 除以了样本数。如果损失是平均值，这个除法已经包含在 dout 里了。想一想：链式法则里还有没有 N？
en: You divide dW and db by the number of samples. If the loss is a mean, dout has been divided already. Does
    the chain rule bring in another N?
shows: batch
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _bias_gradient(self, rows: NDArray[Any]) -> NDArray[Any]:
        return rows.sum(axis=0) / self.kept.shape[0]

    def _filter_gradient(self, rows: NDArray[Any]) -> NDArray[Any]:
        return super()._filter_gradient(rows) / self.kept.shape[0]
