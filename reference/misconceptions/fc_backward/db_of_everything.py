"""db is the sum of all of dout, a single number.

zh: 你的 db 是一个数，sum 没有写 axis。想一想：b 有几个数，db 就应当有几个，每个数由 dout 的哪些
    数加起来？
en: Your db is a single number: sum has no axis. b has M numbers, and so has db. Which numbers of dout make
    up each of them?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import InParts

if TYPE_CHECKING:
    from numpy.typing import NDArray


class FullyConnected(InParts):
    def _biases(self, dout: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(np.sum(dout))
