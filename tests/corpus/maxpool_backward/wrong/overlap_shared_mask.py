# expect: WA
# score: 76
# fails: overlap, neg_inf_padding, everything, one_channel, ties_overlap, neg_inf_overlap
# shows: one mask of the whole input for all windows: overlapping windows see each other's maxima
# misconception: overlap_shared_mask
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
        s, p, kh, kw = self.stride, self.pad, self.pool_h, self.pool_w
        k = self.arg_max.reshape(N, dout.shape[2], dout.shape[3], C).transpose(0, 3, 1, 2)
        n, c, i, j = np.indices(dout.shape)
        mask = np.zeros((N, C, H + 2 * p, W + 2 * p))
        mask[n, c, i * s + k // kw, j * s + k % kw] = 1
        dx = np.zeros_like(mask)
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                dx[:, :, i * s:i * s + kh, j * s:j * s + kw] += mask[:, :, i * s:i * s + kh, j * s:j * s + kw] * dout[:, :, i:i + 1, j:j + 1]
        return dx[:, :, p:p + H, p:p + W]
        ########## End ##########
