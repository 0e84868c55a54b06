"""ReLU's mask is taken from dout, not from x.

zh: 你把 dout 中的负数变成了 0，等于对 dout 做了一次 ReLU。梯度可以是负的。想一想：哪些位置应当是 0，
    由谁决定？
en: You set negative numbers of dout to 0, as if ReLU were applied to dout. A gradient may be negative. Who
    decides where it is 0?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import Relu as Right

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Relu(Right):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        return np.maximum(dout, 0)
