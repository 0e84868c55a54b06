# expect: WA
# score: 78
# fails: overlap, everything, one_channel, ties_overlap, neg_inf_overlap
# shows: = instead of +=, the last window wins where windows overlap
# misconception: overlap_assigned
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
        _, _, out_h, out_w = dout.shape
        arg_max = self.arg_max.reshape(N, out_h, out_w, C).transpose(0, 3, 1, 2)
        dx = np.zeros((N, C, H + 2 * self.pad, W + 2 * self.pad))
        for n in range(N):
            for c in range(C):
                for i in range(out_h):
                    for j in range(out_w):
                        row = i * self.stride + arg_max[n, c, i, j] // self.pool_w
                        column = j * self.stride + arg_max[n, c, i, j] % self.pool_w
                        dx[n, c, row, column] = dout[n, c, i, j]
        return dx[:, :, self.pad:H + self.pad, self.pad:W + self.pad]
        ########## End ##########
