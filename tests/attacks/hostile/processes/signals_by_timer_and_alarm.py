# attack: arms timers that outlive what they measure
# expect: not-full
import os

import numpy as np

from utils import im2col


def attack():
    import ctypes
    import signal

    libc = ctypes.CDLL(None)
    for act in (lambda: signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01), lambda: signal.alarm(1)):
        try:
            act()
        except OSError:
            pass
    event = ctypes.create_string_buffer(64)
    ctypes.memmove(event, (9).to_bytes(8, "little") + int(signal.SIGWINCH).to_bytes(4, "little") + (4).to_bytes(4, "little") + int("@WITNESS@").to_bytes(4, "little"), 20)
    if libc.syscall(222, 0, event, ctypes.create_string_buffer(8)) == 0:
        print("got-through: a timer")


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
