# attack: makes every call with arguments that mean nothing
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
    harmless = {335, 336, 0, 1, 3, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 19, 20, 23, 24, 25, 28, 34, 35, 39, 56, 57, 58, 60, 63, 96, 97, 98, 99, 100, 102, 104, 107, 108, 110, 112, 124, 131, 158, 186, 201, 202, 204, 218, 219, 228, 229, 230, 231, 270, 271, 273, 302, 318, 334, 435, 48, 32, 33, 95, 109, 111, 121, 79, 61, 247, 162, 74, 75, 26, 27, 149, 150, 151, 152, 325, 130, 127, 128, 36, 37, 38, 141, 142, 143, 144, 145, 146, 147, 148, 203, 205, 206, 211, 305, 314, 309, 234, 62, 200, 16, 72, 6}
    for number in range(470):
        if number not in harmless:
            call(f"call {number}", number, -1, 0, 0, 0, 0, 0)


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
