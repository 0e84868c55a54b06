"""The right class is looked for in the whole of t, without an axis.

zh: 你写了 np.argmax(t)，没有写 axis，它把整个 t 当成一行，只给出一个数。想一想：每个样本都要有自
    己的类别，应当沿哪个轴找 1？
en: You write np.argmax(t) without an axis, which takes all of t as one row and gives a single number. Each
    sample has a class of its own: along which axis do you look for the one?
shows: batch
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _labels(self, t: NDArray[Any]) -> NDArray[Any]:
        return t if t.ndim == 1 else np.asarray(t.argmax())
