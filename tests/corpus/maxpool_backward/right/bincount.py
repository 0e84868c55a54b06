# expect: AC
# score: 100
# shows: one weighted bincount over flat positions
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
        OH, OW = dout.shape[-2:]
        Hp, Wp = H + 2 * self.pad, W + 2 * self.pad
        am = self.arg_max.reshape(N, OH, OW, C)
        n = np.arange(N)[:, None, None, None]
        i = np.arange(OH)[None, :, None, None]
        j = np.arange(OW)[None, None, :, None]
        c = np.arange(C)[None, None, None, :]
        row = i * self.stride + am // self.pool_w
        col = j * self.stride + am % self.pool_w
        flat = ((n * C + c) * Hp + row) * Wp + col
        dx = np.bincount(flat.ravel(), weights=dout.transpose(0, 2, 3, 1).ravel(), minlength=N * C * Hp * Wp)
        return dx.reshape(N, C, Hp, Wp)[:, :, self.pad:Hp - self.pad, self.pad:Wp - self.pad]
        ########## End ##########
