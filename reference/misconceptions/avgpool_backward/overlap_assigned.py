"""Where windows overlap, the last share replaces the others.

zh: 窗口重叠时，同一个数在几个窗口里，你的 dx 却只留下了最后写入的那一份：= 会覆盖先前的值。想一想：一个数影响
    了几个输出，它的梯度该是什么？
en: Where windows overlap, a number is in several of them, but your dx keeps only the share that was written
    last, for = replaces what was there. What is the gradient of a number that several outputs depend on?
shows: overlap
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByPlaces):
    def _put(self, dx: NDArray[Any], where: tuple[slice, ...], share: NDArray[Any]) -> None:
        dx[where] = share
