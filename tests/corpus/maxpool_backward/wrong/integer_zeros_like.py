# expect: WA
# score: 95
# fails: integer, integer_narrow
# shows: dx = np.zeros_like(self.x) takes the integer dtype of x, fractions are cut off
# misconception: integer_dx
import numpy as np

from utils import im2col, col2im


class MaxPool:
    """最大池化层。 Max pooling layer."""

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
        xp = np.pad(self.x, ((0, 0), (0, 0), (self.pad, self.pad), (self.pad, self.pad)))
        dx = np.zeros_like(xp)
        for n in range(N):
            for c in range(C):
                for h in range(dout.shape[2]):
                    for w in range(dout.shape[3]):
                        hs, ws = h * self.stride, w * self.stride
                        region = xp[n, c, hs:hs + self.pool_h, ws:ws + self.pool_w]
                        y, x = np.unravel_index(region.argmax(), region.shape)
                        dx[n, c, hs + y, ws + x] += dout[n, c, h, w]
        return dx[:, :, self.pad:H + self.pad, self.pad:W + self.pad]
        ########## End ##########
