# expect: WA
# score: 19
# fails: sample, channels, stride_three, overlap, leftover, rectangular, ties, integer, reuse, gaps, one_channel, whole_input, ties_overlap, integer_narrow, reuse_order
# shows: dx[:, :, pad:-pad, pad:-pad] is empty without padding
# misconception: pad_minus_pad
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
        dx = np.zeros((N, C, H + 2 * self.pad, W + 2 * self.pad))
        for n in range(N):
            for i in range(OH):
                for j in range(OW):
                    for c in range(C):
                        y, z = divmod(am[n, i, j, c], self.pool_w)
                        dx[n, c, i * self.stride + y, j * self.stride + z] += dout[n, c, i, j]
        return dx[:, :, self.pad:-self.pad, self.pad:-self.pad]
        ########## End ##########
