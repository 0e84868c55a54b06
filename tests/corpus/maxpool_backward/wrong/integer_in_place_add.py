# expect: RTE
# score: 95
# fails: integer, integer_narrow
# shows: += of a float window onto a slice of an integer array raises
# misconception: integer_dx_in_place
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
        p, s = self.pad, self.stride
        k = self.arg_max.reshape(N, dout.shape[2], dout.shape[3], C).transpose(0, 3, 1, 2)
        dx = np.zeros((N, C, H + 2 * p, W + 2 * p), dtype=self.x.dtype)
        cells = np.arange(self.pool_h * self.pool_w).reshape(self.pool_h, self.pool_w)
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                window = (k[:, :, i, j, None, None] == cells) * dout[:, :, i, j, None, None]
                dx[:, :, i * s:i * s + self.pool_h, j * s:j * s + self.pool_w] += window
        return dx[:, :, p:p + H, p:p + W]
        ########## End ##########
