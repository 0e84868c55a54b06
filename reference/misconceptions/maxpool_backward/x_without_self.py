"""Backward uses x, which is a name of forward alone.

zh: backward 里没有 x 这个名字：它是 forward 的参数，forward 一结束就没有了。想一想：forward 把它存在了哪里？
en: There is no x in backward: it is a parameter of forward and gone when forward ends. Where does forward
    keep it?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByMatrix):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:  # noqa: ARG002  it fails before
        msg = "name 'x' is not defined"
        raise NameError(msg)
