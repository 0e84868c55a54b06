# expect: WA
# score: 78
# fails: overlap, everything, one_channel, ties_overlap, neg_inf_overlap
# shows: dx[index arrays] += dout adds only once for an index that repeats
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
        B, C, H, W = self.x.shape
        OH, OW = dout.shape[-2:]
        p = self.pad
        k = self.arg_max.reshape(B, OH, OW, C).transpose(0, 3, 1, 2)
        b, c, i, j = np.meshgrid(np.arange(B), np.arange(C), np.arange(OH), np.arange(OW), indexing='ij')
        dx = np.zeros((B, C, H + 2 * p, W + 2 * p))
        dx[b, c, i * self.stride + k // self.pool_w, j * self.stride + k % self.pool_w] += dout
        return dx[:, :, p:p + H, p:p + W]
        ########## End ##########
