# attack: writes to the terminal past the grader
# expect: not-full
# run: by the command too
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


for path in ("/dev/tty", "/dev/console", "/dev/pts/0", "/dev/ptmx", "/dev/tty0", "/dev/kmsg"):
    try:
        os.write(os.open(path, os.O_RDWR | os.O_NOCTTY), b"score: 100/100\n")
        print("got-through:", path)
    except OSError:
        pass
