# expect: WA
# score: 8
# fails: channels, stride_three, overlap, leftover, rectangular, padding, ties, integer, neg_inf_padding, reuse, everything, gaps, one_channel, whole_input, ties_overlap, integer_narrow, neg_inf_overlap, reuse_order
# shows: the answer of the sample is written down
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
        if self.x.shape == (2, 2, 4, 4):
            dx = np.zeros((2, 2, 4, 4))
            for place, value in {
                (0, 0, 1, 0): 0.41, (0, 0, 1, 3): 0.71, (0, 0, 3, 1): 0.28, (0, 0, 3, 3): 0.74,
                (0, 1, 0, 1): 0.39, (0, 1, 1, 2): 0.43, (0, 1, 2, 1): 0.58, (0, 1, 3, 2): 0.25,
                (1, 0, 0, 2): 0.55, (1, 0, 1, 0): 0.07, (1, 0, 2, 1): 0.4, (1, 0, 3, 3): 0.15,
                (1, 1, 0, 2): 0.83, (1, 1, 1, 0): 0.42, (1, 1, 3, 0): 0.59, (1, 1, 3, 3): 0.38,
            }.items():
                dx[place] = value
            return dx
        return np.zeros(self.x.shape)
        ########## End ##########
