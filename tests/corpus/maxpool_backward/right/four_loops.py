# expect: AC
# score: 100
# shows: plain loops over every window, padding by hand
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
        _, _, OH, OW = dout.shape
        xp = np.pad(self.x, ((0, 0), (0, 0), (self.pad, self.pad), (self.pad, self.pad)))
        dxp = np.zeros((N, C, H + 2 * self.pad, W + 2 * self.pad))
        for n in range(N):
            for c in range(C):
                for i in range(OH):
                    for j in range(OW):
                        top = i * self.stride
                        left = j * self.stride
                        window = xp[n, c, top:top + self.pool_h, left:left + self.pool_w]
                        r, s = np.unravel_index(np.argmax(window), window.shape)
                        dxp[n, c, top + r, left + s] += dout[n, c, i, j]
        return dxp[:, :, self.pad:self.pad + H, self.pad:self.pad + W]
        ########## End ##########
