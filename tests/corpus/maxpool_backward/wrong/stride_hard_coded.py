# expect: WA
# score: 72
# fails: stride_three, rectangular, gaps, one_channel, integer_narrow, neg_inf_overlap, reuse_order
# shows: a stride of 2 is taken for granted
# misconception: stride_hard_coded
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
        am = self.arg_max.reshape(N, OH, OW, C)
        dx = np.zeros((N, C, H + 2 * self.pad + 2 * OH, W + 2 * self.pad + 2 * OW))
        for n, i, j, c in np.ndindex(am.shape):
            y, z = divmod(am[n, i, j, c], self.pool_w)
            dx[n, c, 2 * i + y, 2 * j + z] += dout[n, c, i, j]
        return dx[:, :, self.pad:self.pad + H, self.pad:self.pad + W]
        ########## End ##########
