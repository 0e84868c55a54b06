"""Shares are added in place to an array of x's integer dtype.

zh: 你的 dx 沿用了 x 的整数类型，把小数加进去时 numpy 就报错了。找一找：是哪一行决定了 dx 的类型？
en: Your dx has the integer type of x, and numpy refuses to add fractions to it. Which line decides on the
    type of dx?
shows: integer
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByPlaces):
    def _put(self, dx: NDArray[Any], where: tuple[slice, ...], share: NDArray[Any]) -> None:
        whole = dx.astype(self.kept.dtype)
        whole[where] += share
        dx[...] = whole
