# attack: calls clone, clone3, fork and vfork by number
# expect: not-full
import os

import numpy as np

from utils import im2col


def attack():
    import ctypes
    import struct

    libc = ctypes.CDLL(None, use_errno=True)
    for flags in (17, 0x11 | 0x4000, 0x10000000 | 17, 0x20000000 | 17, 0x1000 | 17, 0x8000 | 17):
        result = libc.syscall(56, flags, 0, 0, 0, 0)
        if result == 0:
            libc.syscall(231, 0)
        if result > 0:
            print("got-through: clone", hex(flags))
    for arguments in ((435, struct.pack("<8Q", 0, 0, 0, 0, 17, 0, 0, 0), 64), (57,)):
        result = libc.syscall(*arguments)
        if result == 0:
            libc.syscall(231, 0)
        if result > 0:
            print("got-through:", arguments[0])


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
