# expect: AC
# score: 100
# shows: a thread for each sample
from concurrent.futures import ThreadPoolExecutor

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
        _, _, OH, OW = dout.shape
        p, s = self.pad, self.stride
        where = self.arg_max.reshape(N, OH, OW, C)
        dxp = np.zeros((N, C, H + 2 * p, W + 2 * p))

        def work(n):
            for c in range(C):
                for i in range(OH):
                    for j in range(OW):
                        a, b = divmod(int(where[n, i, j, c]), self.pool_w)
                        dxp[n, c, i * s + a, j * s + b] += dout[n, c, i, j]

        with ThreadPoolExecutor(max_workers=2) as pool:
            list(pool.map(work, range(N)))
        return dxp[:, :, p:p + H, p:p + W]
        ########## End ##########
