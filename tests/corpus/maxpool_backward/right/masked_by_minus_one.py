# expect: AC
# score: 100
# shows: marks the used cells with a sentinel instead of arg_max
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
        xp = np.pad(self.x.astype(float), ((0, 0), (0, 0), (self.pad,) * 2, (self.pad,) * 2))
        dxp = np.zeros_like(xp)
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                win = xp[:, :, i * self.stride:i * self.stride + self.pool_h, j * self.stride:j * self.stride + self.pool_w]
                taken = np.zeros((N, C), dtype=bool)
                best = win.max(axis=(2, 3))
                for a in range(self.pool_h):
                    for b in range(self.pool_w):
                        hit = (win[:, :, a, b] == best) & ~taken
                        taken |= hit
                        dxp[:, :, i * self.stride + a, j * self.stride + b] += hit * dout[:, :, i, j]
        return dxp[:, :, self.pad:self.pad + H, self.pad:self.pad + W]
        ########## End ##########
