# right: loops over everything, as beginners do
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
        return rows.max(axis=1).reshape(n, out_h, out_w, c).transpose(0, 3, 1, 2)

    def backward(self, dout):
        ########## Begin ##########
        n, c, h, w = self.x.shape
        out = np.zeros((n, c, h + 2 * self.pad, w + 2 * self.pad))
        at = self.arg_max.reshape(dout.shape[0], dout.shape[2], dout.shape[3], dout.shape[1])
        for b, i, j, k in np.ndindex(*at.shape):
            row, column = divmod(int(at[b, i, j, k]), self.pool_w)
            out[b, k, i * self.stride + row, j * self.stride + column] += dout[b, k, i, j]
        return out[:, :, self.pad : self.pad + h, self.pad : self.pad + w]
        ########## End ##########
