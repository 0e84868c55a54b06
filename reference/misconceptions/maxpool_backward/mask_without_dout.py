"""Maxima get 1 in place of their gradient.

zh: 最大值的位置你找对了，但放进去的是 1，而不是上游传来的梯度：换一个 dout，你的 dx 也不会变。想一想：dout 在
    你的代码里用在了哪里？
en: You find the right cells, but you put 1 there, not the gradient from above: another dout would leave your
    dx as it is. Where does your code use dout?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def _matrix(self, dout: NDArray[Any]) -> NDArray[Any]:  # noqa: ARG002  that is the mistake
        return self._mask()
