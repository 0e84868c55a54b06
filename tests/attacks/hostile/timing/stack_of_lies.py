# attack: hangs in functions whose names are meant for whoever reads the stack
# expect: not-full
import time

import numpy as np

from utils import im2col


def make(name, then):
    code = (lambda: then()).__code__.replace(co_name=name, co_filename="/submission.py")
    return type(make)(code, {"then": then}, name, None, (lambda: then).__closure__)


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
        hang = lambda: time.sleep(3600)
        for name in ("\x1b[2J", "::error::full marks", "<b>100</b>", "a" * 500, "\n  File \"/submission.py\", line 1 in graded", "=1+1"):
            try:
                hang = make(name, hang)
            except (ValueError, TypeError):
                pass
        hang()
        ########## End ##########
