# expect: RTE
# score: 81
# fails: padding, neg_inf_padding, everything, neg_inf_overlap
# misconception: forward_without_pad
# shows: forward's size formula was changed and lacks the padding
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
        out_h = int(1 + (H - self.pool_h) / self.stride)
        out_w = int(1 + (W - self.pool_w) / self.stride)

        col = im2col(x, self.pool_h, self.pool_w, self.stride, self.pad)
        col = col.reshape(-1, self.pool_h * self.pool_w)

        self.x = x
        self.arg_max = np.argmax(col, axis=1)
        out = np.max(col, axis=1)
        return out.reshape(N, out_h, out_w, C).transpose(0, 3, 1, 2)

    def backward(self, dout):
        ########## Begin ##########
        dcol = np.zeros((dout.size, self.pool_h * self.pool_w))
        dcol[np.arange(self.arg_max.size), self.arg_max] = dout.transpose(0, 2, 3, 1).flatten()
        return col2im(dcol, self.x.shape, self.pool_h, self.pool_w, self.stride, self.pad)
        ########## End ##########
