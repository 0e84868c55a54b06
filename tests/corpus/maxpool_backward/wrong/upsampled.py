# expect: RTE
# score: 39
# fails: overlap, leftover, rectangular, padding, ties, neg_inf_padding, everything, gaps, one_channel, ties_overlap, neg_inf_overlap
# shows: dout is blown up with np.repeat and masked, only right for windows side by side
# misconception: upsampled
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
        self.out = out.reshape(N, out_h, out_w, C).transpose(0, 3, 1, 2)
        return self.out

    def backward(self, dout):
        ########## Begin ##########
        big = dout.repeat(self.pool_h, axis=2).repeat(self.pool_w, axis=3)
        out = self.out.repeat(self.pool_h, axis=2).repeat(self.pool_w, axis=3)
        return np.where(self.x == out, big, 0)
        ########## End ##########
