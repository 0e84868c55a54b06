# expect: WA
# score: 2
# fails: sample, channels, stride_three, overlap, leftover, rectangular, padding, ties, integer, neg_inf_padding, reuse, everything, gaps, one_channel, ties_overlap, integer_narrow, neg_inf_overlap, reuse_order
# shows: arg_max is reshaped with out_w before out_h
# misconception: out_h_out_w_swapped
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
        out_h, out_w = dout.shape[2:]
        am = self.arg_max.reshape(N, out_w, out_h, C)
        dx = np.zeros((N, C, H + 2 * self.pad, W + 2 * self.pad))
        for n in range(N):
            for c in range(C):
                for i in range(out_h):
                    for j in range(out_w):
                        y, z = divmod(am[n, j, i, c], self.pool_w)
                        dx[n, c, i * self.stride + y, j * self.stride + z] += dout[n, c, i, j]
        return dx[:, :, self.pad:self.pad + H, self.pad:self.pad + W]
        ########## End ##########
