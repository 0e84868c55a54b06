# attack: prints and raises halves of characters
# expect: not-full
# run: by the command too
import os
import sys

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
        raise ValueError("\ud800 \udcff")
        ########## End ##########


print("\ud800", "\udfff\ud800", "\udc80")
os.write(1, b"\xed\xa0\x80\xff\xfe\xc0\x80\xf4\x90\x80\x80")
sys.stderr.write("\udcff")
