"""db is one number.

zh: 你的 db 是一个数：dout 里所有的数都加在了一起。b 有 C' 个数。想一想：求和时要留下哪个轴？
en: Your db is a single number, the sum of all of dout. b has C' numbers. Which axis has to stay when you sum?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _bias_gradient(self, rows: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(rows.sum())
