# expect: AC
# score: 100
# shows: windows come from a generator
from itertools import product

import numpy as np

from utils import im2col, col2im


class MaxPool:
    """最大池化层。 Max pooling layer."""

    def routes(self, dout):
        N, C, OH, OW = dout.shape
        order = product(range(N), range(OH), range(OW), range(C))
        for (n, i, j, c), k in zip(order, self.arg_max.tolist()):
            row, column = i * self.stride + k // self.pool_w, j * self.stride + k % self.pool_w
            yield (n, c, row, column), dout[n, c, i, j]

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
        dx = np.zeros([a + b for a, b in zip(self.x.shape, (0, 0, 2 * self.pad, 2 * self.pad))])
        for place, value in self.routes(dout):
            dx[place] += value
        end_h, end_w = dx.shape[2] - self.pad, dx.shape[3] - self.pad
        return dx[..., self.pad:end_h, self.pad:end_w]
        ########## End ##########
