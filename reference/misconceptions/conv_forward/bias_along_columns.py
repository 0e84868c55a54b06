"""The bias is added after the transpose, along the last axis.

zh: 你在转置之后才加偏置，b 就对着 out 的最后一个轴了：大小不等时报错，相等时悄悄加错。想一想：广播从哪个轴开
    始对齐，此时那是什么轴？
en: You add the bias after the transpose, where b meets the last axis of out: an error if the sizes differ,
    and silently wrong if they do not. With which axis does broadcasting begin, and what is it by then?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _with_bias(self, rows: NDArray[Any]) -> NDArray[Any]:
        return rows

    def _image(self, rows: NDArray[Any], shape: tuple[int, int, int, int]) -> NDArray[Any]:
        return super()._image(rows, shape) + self.b
