# expect: WA
# score: 84
# fails: rectangular, everything
# shows: one size for the output, taken from the height
# misconception: square_output
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
        size = (H + 2 * self.pad - self.pool_h) // self.stride + 1
        p = self.pad
        dx = np.zeros((N, C, H + 2 * p, W + 2 * p))
        xp = np.pad(self.x, ((0, 0), (0, 0), (p, p), (p, p)))
        for n in range(N):
            for c in range(C):
                for i in range(size):
                    for j in range(size):
                        y0, x0 = i * self.stride, j * self.stride
                        win = xp[n, c, y0:y0 + self.pool_h, x0:x0 + self.pool_w]
                        a, b = np.unravel_index(np.argmax(win), win.shape)
                        dx[n, c, y0 + a, x0 + b] += dout[n, c, i, j]
        return dx[:, :, p:p + H, p:p + W]
        ########## End ##########
