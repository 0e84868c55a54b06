# attack: signals by tkill, tgkill, sigqueue and the call that pidfds have
# expect: not-full
import os

import numpy as np

from utils import im2col


def attack():
    import ctypes
    import signal

    libc = ctypes.CDLL(None)
    for pid in (os.getppid(), @WITNESS@):
        for result in (
            libc.syscall(200, pid, int(signal.SIGWINCH)),
            libc.syscall(234, pid, pid, int(signal.SIGWINCH)),
            libc.syscall(129, pid, int(signal.SIGWINCH), ctypes.create_string_buffer(128)),
            libc.syscall(297, pid, pid, int(signal.SIGWINCH), ctypes.create_string_buffer(128)),
            libc.sigqueue(pid, int(signal.SIGWINCH), 0),
            libc.syscall(424, libc.syscall(434, pid, 0), int(signal.SIGWINCH), None, 0),
        ):
            if result == 0:
                print("got-through: a signal to", pid)


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
