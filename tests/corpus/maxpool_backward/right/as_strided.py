# expect: AC
# score: 100
# shows: windows as a strided view, written through
import numpy as np
from numpy.lib.stride_tricks import as_strided

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
        OH, OW = dout.shape[2:]
        p, s = self.pad, self.stride
        dxp = np.zeros((N, C, H + 2 * p, W + 2 * p))
        b0, b1, b2, b3 = dxp.strides
        windows = as_strided(dxp, (N, C, OH, OW, self.pool_h, self.pool_w), (b0, b1, b2 * s, b3 * s, b2, b3))
        where = self.arg_max.reshape(N, OH, OW, C).transpose(0, 3, 1, 2)
        # 同一个格子可能属于几个窗口，所以一个窗口位置一个位置地加
        for i in range(OH):
            for j in range(OW):
                a = where[:, :, i, j]
                n, c = np.ogrid[:N, :C]
                windows[n, c, i, j, a // self.pool_w, a % self.pool_w] += dout[:, :, i, j]
        return dxp[:, :, p:p + H, p:p + W]
        ########## End ##########
