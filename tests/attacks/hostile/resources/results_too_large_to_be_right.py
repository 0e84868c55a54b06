# attack: returns 63 MiB for every value of every case, which are kept, converted and looked at in the grader
# expect: not-full
import numpy as np

from utils import col2im, im2col


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
        return np.ones(63 << 20, np.int8)

    def backward(self, dout):
        ########## Begin ##########
        return np.ones(63 << 20, np.int8)
        ########## End ##########
