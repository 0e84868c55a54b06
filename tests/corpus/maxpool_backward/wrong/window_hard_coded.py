# expect: WA
# score: 53
# fails: stride_three, overlap, rectangular, neg_inf_padding, everything, one_channel, whole_input, ties_overlap, integer_narrow, neg_inf_overlap, reuse_order
# shows: a window of 2 by 2 is taken for granted
# misconception: window_hard_coded
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
        p = self.pad
        xp = np.pad(self.x, ((0, 0), (0, 0), (p, p), (p, p)))
        dx = np.zeros(xp.shape)
        for n in range(N):
            for c in range(C):
                for i in range(dout.shape[2]):
                    for j in range(dout.shape[3]):
                        r, q = i * self.stride, j * self.stride
                        win = xp[n, c, r:r + 2, q:q + 2]
                        k = win.argmax()
                        dx[n, c, r + k // 2, q + k % 2] += dout[n, c, i, j]
        return dx[:, :, p:p + H, p:p + W]
        ########## End ##########
