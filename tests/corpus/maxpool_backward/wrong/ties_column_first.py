# expect: WA
# score: 94
# fails: ties, ties_overlap
# shows: of equal maxima the first by columns wins, not the first by rows
# misconception: ties_column_first
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
        OH, OW = dout.shape[2:]
        xp = np.pad(self.x, [(0, 0), (0, 0), (self.pad, self.pad), (self.pad, self.pad)])
        dxp = np.zeros(xp.shape)
        for n, c, i, j in np.ndindex(N, C, OH, OW):
            r0, c0 = i * self.stride, j * self.stride
            window = xp[n, c, r0:r0 + self.pool_h, c0:c0 + self.pool_w]
            zz, yy = divmod(window.T.argmax(), self.pool_h)
            dxp[n, c, r0 + yy, c0 + zz] += dout[n, c, i, j]
        return dxp[:, :, self.pad:self.pad + H, self.pad:self.pad + W]
        ########## End ##########
