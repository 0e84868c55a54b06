"""ReLU returns ones and zeros, and leaves dout out.

zh: 你返回的只是 0 和 1，没有乘以 dout。想一想：链式法则说，损失对 x 的梯度是哪两样东西的乘积？
en: You return zeros and ones and leave dout out. Of which two things is the gradient with respect to x the
    product, by the chain rule?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import Relu as Right

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Relu(Right):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:  # noqa: ARG002  that is the mistake
        return np.where(self.mask, 0.0, 1.0)
