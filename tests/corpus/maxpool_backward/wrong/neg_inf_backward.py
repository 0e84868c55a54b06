# expect: WA
# score: 97
# fails: neg_inf_padding, neg_inf_overlap
# shows: backward looks for the maximum again, with minus infinity as padding
# misconception: neg_inf_padding
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
        xp = np.pad(self.x, ((0, 0), (0, 0), (p, p), (p, p)), constant_values=-np.inf) if p else self.x
        dx = np.zeros(xp.shape)
        for n in range(N):
            for c in range(C):
                for i in range(dout.shape[2]):
                    for j in range(dout.shape[3]):
                        w = xp[n, c, i * s:i * s + self.pool_h, j * s:j * s + self.pool_w]
                        y, z = np.unravel_index(np.argmax(w), w.shape)
                        dx[n, c, i * s + y, j * s + z] += dout[n, c, i, j]
        return dx[:, :, p:p + H, p:p + W]
        ########## End ##########
