# expect: AC
# score: 100
# shows: one loop over the cells of the window, masks of strided slices
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
        OH, OW = dout.shape[2], dout.shape[3]
        s, p = self.stride, self.pad
        am = self.arg_max.reshape(N, OH, OW, C).transpose(0, 3, 1, 2)
        dxp = np.zeros((N, C, H + 2 * p + s, W + 2 * p + s))
        for k in range(self.pool_h * self.pool_w):
            y, z = divmod(k, self.pool_w)
            dxp[:, :, y:y + s * OH:s, z:z + s * OW:s][:, :, :OH, :OW] += np.where(am == k, dout, 0.0)
        return dxp[:, :, p:p + H, p:p + W]
        ########## End ##########
