# attack: asks for a thread that is a process of its own in other ways
# expect: not-full
import os

import numpy as np

from utils import im2col


def attack():
    import ctypes

    libc = ctypes.CDLL(None)
    thread = 0x10000 | 0x100 | 0x800
    for extra in (0x20000, 0x10000000, 0x20000000, 0x40000000, 0x02000000, 0x8000, 0x2000, 0x1000):
        if libc.syscall(56, thread | extra, 0, 0, 0, 0) > 0:
            print("got-through: clone", hex(extra))


class MaxPool:
    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        self.pool_h, self.pool_w, self.stride, self.pad = pool_h, pool_w, stride, pad
        self.x = self.arg_max = None

    def forward(self, x):
        n, c, h, w = x.shape
        out_h = (h + 2 * self.pad - self.pool_h) // self.stride + 1
        out_w = (w + 2 * self.pad - self.pool_w) // self.stride + 1
        rows = im2col(x, self.pool_h, self.pool_w, self.stride, self.pad).reshape(-1, self.pool_h * self.pool_w)
        self.x, self.arg_max = x, rows.argmax(axis=1)
        return rows.max(axis=1).reshape(n, out_h, out_w, c).transpose(0, 3, 1, 2)

    def backward(self, dout):
        ########## Begin ##########
        return np.zeros(self.x.shape)
        ########## End ##########


try:
    attack()
except (OSError, ValueError, AttributeError, RuntimeError):
    pass
