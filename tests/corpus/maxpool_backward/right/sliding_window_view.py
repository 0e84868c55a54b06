# expect: AC
# score: 100
# shows: windows from sliding_window_view, maximum found again
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
        p, s, kh, kw = self.pad, self.stride, self.pool_h, self.pool_w
        xp = np.pad(self.x, ((0, 0), (0, 0), (p, p), (p, p)))
        win = np.lib.stride_tricks.sliding_window_view(xp, (kh, kw), axis=(2, 3))[:, :, ::s, ::s]
        idx = win.reshape(win.shape[:4] + (-1,)).argmax(axis=-1)
        n, c, i, j = np.indices(idx.shape)
        dxp = np.zeros(xp.shape)
        np.add.at(dxp, (n, c, i * s + idx // kw, j * s + idx % kw), dout)
        return dxp[:, :, p:p + H, p:p + W]
        ########## End ##########
