"""The filters are left on the last axis.

zh: 你的结果停在了 (N, out_h, out_w, C') 的顺序，卷积核还在最后一个轴上。想一想：out 的第二个轴应当是什么？
en: Your result is left in (N, out_h, out_w, C') order, with the filters on the last axis. What should the
    second axis of out be?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _image(self, rows: NDArray[Any], shape: tuple[int, int, int, int]) -> NDArray[Any]:
        return rows.reshape(shape)
