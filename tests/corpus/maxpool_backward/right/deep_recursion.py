# expect: AC
# score: 100
# shows: one recursive call for each window
import sys

import numpy as np

from utils import im2col, col2im


class MaxPool:
    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        self.pool_h = pool_h
        self.pool_w = pool_w
        self.stride = stride
        self.pad = pad

        self.x = None
        self.arg_max = None

    def forward(self, x):
        N, C, H, W = x.shape
        out_h = (H + 2 * self.pad - self.pool_h) // self.stride + 1
        out_w = (W + 2 * self.pad - self.pool_w) // self.stride + 1

        col = im2col(x, self.pool_h, self.pool_w, self.stride, self.pad)
        col = col.reshape(-1, self.pool_h * self.pool_w)

        self.x = x
        self.arg_max = np.argmax(col, axis=1)
        out = np.max(col, axis=1)
        return out.reshape(N, out_h, out_w, C).transpose(0, 3, 1, 2)

    def backward(self, dout):
        ########## Begin ##########
        N, C, H, W = self.x.shape
        OH, OW = dout.shape[2], dout.shape[3]
        dx = np.zeros((N, C, H + 2 * self.pad, W + 2 * self.pad))

        def send(k):
            if k == len(self.arg_max):
                return
            rest, c = divmod(k, C)
            rest, j = divmod(rest, OW)
            n, i = divmod(rest, OH)
            y, z = divmod(int(self.arg_max[k]), self.pool_w)
            dx[n, c, i * self.stride + y, j * self.stride + z] += dout[n, c, i, j]
            send(k + 1)

        sys.setrecursionlimit(10000)
        send(0)
        return dx[:, :, self.pad:self.pad + H, self.pad:self.pad + W]
        ########## End ##########
