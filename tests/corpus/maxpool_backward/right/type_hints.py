# expect: AC
# score: 100
# shows: type hints of the modern kind, quoted forward references and a Protocol
from __future__ import annotations

from typing import Any, Final, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from utils import im2col, col2im

Tensor: TypeAlias = NDArray[np.float64]


class Layer(Protocol):
    def forward(self, x: Tensor) -> Tensor: ...
    def backward(self, dout: Tensor) -> Tensor: ...


class MaxPool:
    AXES: Final = (0, 2, 3, 1)

    def __init__(self, pool_h: int, pool_w: int, stride: int = 1, pad: int = 0) -> None:
        self.pool_h = pool_h
        self.pool_w = pool_w
        self.stride = stride
        self.pad = pad
        self.x: Tensor | None = None
        self.arg_max: NDArray[np.intp] | None = None

    def forward(self: "MaxPool", x: Tensor) -> Tensor:
        N, C, H, W = x.shape
        out_h = (H + 2 * self.pad - self.pool_h) // self.stride + 1
        out_w = (W + 2 * self.pad - self.pool_w) // self.stride + 1
        col = im2col(x, self.pool_h, self.pool_w, self.stride, self.pad)
        col = col.reshape(-1, self.pool_h * self.pool_w)
        self.x = x
        self.arg_max = np.argmax(col, axis=1)
        out: Tensor = np.max(col, axis=1)
        return out.reshape(N, out_h, out_w, C).transpose(0, 3, 1, 2)

    def backward(self, dout: Tensor, **unused: Any) -> Tensor:
        ########## Begin ##########
        flat: Tensor = dout.transpose(self.AXES).ravel()
        if (n := flat.size) != self.arg_max.size:
            raise ValueError(f"{n} != {self.arg_max.size}")
        dcol = np.zeros((n, self.pool_h * self.pool_w))
        dcol[np.arange(n), self.arg_max] = flat
        match self.x.shape:
            case (_, _, _, _) as shape:
                return col2im(dcol, shape, self.pool_h, self.pool_w, self.stride, self.pad)
            case _:
                raise ValueError(self.x.shape)
        ########## End ##########
