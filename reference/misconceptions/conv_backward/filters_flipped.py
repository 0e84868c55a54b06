"""The gradient of the filters is turned round.

zh: 你的 dW 被上下左右翻转了。前向时卷积核没有翻转：左上角对左上角。想一想：W[k, c, p, q] 与 x 的哪些数相乘
    过？
en: Your dW is turned round. Forward does not turn the filters: upper left meets upper left. Which numbers of
    x was W[k, c, p, q] multiplied by?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _like_filters(self, columns: NDArray[Any]) -> NDArray[Any]:
        return super()._like_filters(columns)[:, :, ::-1, ::-1]
