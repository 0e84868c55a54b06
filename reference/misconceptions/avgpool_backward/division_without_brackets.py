"""The gradient is divided by the height of the window and multiplied by its width.

zh: 你写的是 / pool_h * pool_w，先除以 pool_h，又乘上了 pool_w。想一想：乘法
    和除法从左往右算，怎样除以两者的乘积？
en: You write / pool_h * pool_w, which divides by pool_h and then multiplies by pool_w. Python takes * and
    / from left to right: how do you divide by the product of both?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByMatrix):
    def _share(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout / self.pool_h * self.pool_w
