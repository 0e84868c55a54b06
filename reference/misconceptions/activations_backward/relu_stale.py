"""ReLU's first mask is used ever after.

zh: 你把第一次的掩码存了下来，之后一直在用。再次 forward 之后，掩码已经换了。想一想：存下来的东西，
    什么时候就过期了？
en: You keep the mask of the first time and use it ever after. A new forward has a new mask. When does what
    you keep become stale?
shows: reuse
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import Relu as Right

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Relu(Right):
    first: NDArray[Any] | None = None

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        if self.first is None:
            self.first = self.mask
        return np.where(self.first, 0, dout)
