# expect: AC
# score: 100
# shows: the layer is a dataclass with a dataclass for a base
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional

import numpy as np

from utils import im2col, col2im


@dataclass
class Window:
    pool_h: int
    pool_w: int
    stride: int = 1
    pad: int = 0

    @property
    def size(self) -> int:
        return self.pool_h * self.pool_w

    @property
    def geometry(self) -> tuple[int, int, int, int]:
        return self.pool_h, self.pool_w, self.stride, self.pad


@dataclass(eq=False)
class MaxPool(Window):
    x: Optional[np.ndarray] = field(default=None, repr=False)
    arg_max: Optional[np.ndarray] = field(default=None, repr=False)

    def forward(self, x):
        N, C, H, W = x.shape
        out_h = (H + 2 * self.pad - self.pool_h) // self.stride + 1
        out_w = (W + 2 * self.pad - self.pool_w) // self.stride + 1
        col = im2col(x, *self.geometry).reshape(-1, self.size)
        self.x = x
        self.arg_max = np.argmax(col, axis=1)
        return np.max(col, axis=1).reshape(N, out_h, out_w, C).transpose(0, 3, 1, 2)

    def backward(self, dout):
        ########## Begin ##########
        dcol = np.zeros((dout.size, self.size))
        dcol[np.arange(dout.size), self.arg_max] = dout.transpose(0, 2, 3, 1).ravel()
        return col2im(dcol, self.x.shape, *self.geometry)
        ########## End ##########
