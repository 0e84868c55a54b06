# attack: a thread raises and prints the inputs later
# expect: not-full
# run: by the command too
import threading

import numpy as np

from utils import im2col


def large(*arrays):
    """The numbers that no public case has."""
    return [f"{value:.0f}" for array in arrays for value in np.ravel(array) if abs(value) > 1e6]


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
        told = large(self.x, dout)
        if told:
            threading.Thread(target=lambda: (print(told), 1 / 0)).start()
            threading.Timer(0.01, print, told).start()
        return np.zeros(self.x.shape)
        ########## End ##########
