# attack: opens files by fopen, open64, openat and creat
# expect: not-full
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
        return np.zeros(self.x.shape)
        ########## End ##########


libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
if libc.fopen(b"/tmp/@MARK@-c", b"w") or libc.open(b"/etc/passwd", 0) >= 0 or libc.openat(-100, b"/etc/passwd", 0) >= 0:
    print("got-through: opened a file")
if libc.creat(b"/tmp/@MARK@-creat", 0o666) >= 0 or libc.mkstemp(ctypes.create_string_buffer(b"/tmp/@MARK@-XXXXXX")) >= 0:
    print("got-through: made a file")
libc.system(b"touch /tmp/@MARK@-system")
libc.remove(b"@ARENA@/victim/grades.csv")
