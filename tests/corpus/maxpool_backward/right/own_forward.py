# expect: AC
# score: 100
# shows: forward rewritten without im2col, other attributes, right all the same
import numpy as np

from utils import im2col, col2im


class MaxPool:
    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        self.ph = pool_h
        self.pw = pool_w
        self.s = stride
        self.p = pad

    def forward(self, x):
        N, C, H, W = x.shape
        xp = np.zeros((N, C, H + 2 * self.p, W + 2 * self.p), dtype=x.dtype)
        xp[:, :, self.p:self.p + H, self.p:self.p + W] = x
        oh = (H + 2 * self.p - self.ph) // self.s + 1
        ow = (W + 2 * self.p - self.pw) // self.s + 1
        out = np.empty((N, C, oh, ow))
        self.cache = (x.shape, xp.shape, [])
        for i in range(oh):
            for j in range(ow):
                w = xp[:, :, i * self.s:i * self.s + self.ph, j * self.s:j * self.s + self.pw].reshape(N, C, -1)
                k = w.argmax(-1)
                out[:, :, i, j] = w.max(-1)
                self.cache[2].append((i, j, i * self.s + k // self.pw, j * self.s + k % self.pw))
        return out

    def backward(self, dout):
        ########## Begin ##########
        (N, C, H, W), padded, routes = self.cache
        dx = np.zeros(padded)
        n, c = np.meshgrid(range(N), range(C), indexing='ij')
        for i, j, rows, cols in routes:
            dx[n, c, rows, cols] += dout[:, :, i, j]
        return dx[:, :, self.p:self.p + H, self.p:self.p + W]
        ########## End ##########
