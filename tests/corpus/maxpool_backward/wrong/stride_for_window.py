# expect: WA
# score: 63
# fails: overlap, rectangular, neg_inf_padding, everything, gaps, one_channel, ties_overlap, neg_inf_overlap
# shows: the window is taken to be stride cells wide
# misconception: stride_for_window
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
        p, s = self.pad, self.stride
        xp = np.pad(self.x, ((0, 0), (0, 0), (p, p), (p, p)))
        dx = np.zeros(xp.shape)
        for n in range(N):
            for c in range(C):
                for i in range(dout.shape[2]):
                    for j in range(dout.shape[3]):
                        block = xp[n, c, i * s:(i + 1) * s, j * s:(j + 1) * s]
                        y, z = np.unravel_index(np.argmax(block), block.shape)
                        dx[n, c, i * s + y, j * s + z] += dout[n, c, i, j]
        return dx[:, :, p:p + H, p:p + W]
        ########## End ##########
