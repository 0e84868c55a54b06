# expect: AC
# score: 100
# shows: dataclasses with type hints
from __future__ import annotations
from dataclasses import dataclass, field
from typing import Optional
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

@dataclass
class Sigmoid:
    out: Optional[Array] = None

    def forward(self, x: Array) -> Array:
        self.out = 1.0 / (1.0 + np.exp(-x))
        return self.out

    def backward(self, dout: Array) -> Array:
        assert self.out is not None
        return dout * self.out * (1.0 - self.out)


@dataclass
class Relu:
    mask: Optional[npt.NDArray[np.bool_]] = field(default=None, repr=False)

    def forward(self, x: Array) -> Array:
        self.mask = x <= 0
        return np.maximum(x, 0)

    def backward(self, dout: Array) -> Array:
        return np.where(self.mask, 0.0, dout)
