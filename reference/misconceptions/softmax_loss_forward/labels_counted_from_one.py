"""Labels are taken to begin at one.

zh: 你把标签当作从 1 开始，取概率时减了 1。本题的标签从 0 到 D-1。想一想：标签 0 对应 y 的哪一列？
en: You take labels to begin at 1 and subtract 1 before you pick. Here they run from 0 to D-1. To which
    column of y does label 0 belong?
shows: labels
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _labels(self, t: NDArray[Any]) -> NDArray[Any]:
        return t - 1 if t.ndim == 1 else t.argmax(axis=1)
