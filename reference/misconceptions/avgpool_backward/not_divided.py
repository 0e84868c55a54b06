"""Every cell of a window gets the whole gradient.

zh: 你让窗口里的每个数都得到了整份梯度，没有分。平均值里每个数只占一份。想一想：输出对窗口里的一个数的导数是多
    少？
en: You give every cell of a window the whole gradient, undivided. Each number has but one part in the mean.
    What is the derivative of the output with respect to one number of the window?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByMatrix):
    def _share(self, dout: NDArray[Any]) -> NDArray[Any]:
        return dout
