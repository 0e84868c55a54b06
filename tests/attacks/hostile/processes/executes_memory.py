# attack: executes a program out of memory
# expect: not-full
import os

import numpy as np

from utils import im2col


def attack():
    import ctypes

    libc = ctypes.CDLL(None)
    fd = libc.memfd_create(b"program", 0)
    if fd >= 0:
        os.write(fd, b"#!/bin/sh\ntouch /tmp/@MARK@-ran\n")
        libc.fexecve(fd, (ctypes.c_char_p * 2)(b"sh", None), (ctypes.c_char_p * 1)(None))
    libc.syscall(322, -100, b"/bin/true", (ctypes.c_char_p * 2)(b"true", None), None, 0)


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
