# expect: WA
# score: 94
# fails: ties, ties_overlap
# shows: the last of several equal maxima wins, because of >=
# misconception: ties_last
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
        n, c, h, w = self.x.shape
        padded = np.zeros((n, c, h + 2 * self.pad, w + 2 * self.pad))
        padded[:, :, self.pad:self.pad + h, self.pad:self.pad + w] = self.x
        grad = np.zeros_like(padded)
        for b in range(n):
            for ch in range(c):
                for i in range(dout.shape[2]):
                    for j in range(dout.shape[3]):
                        best = -1e18
                        for y in range(i * self.stride, i * self.stride + self.pool_h):
                            for z in range(j * self.stride, j * self.stride + self.pool_w):
                                if padded[b, ch, y, z] >= best:
                                    best = padded[b, ch, y, z]
                                    place = y, z
                        grad[b, ch, place[0], place[1]] += dout[b, ch, i, j]
        return grad[:, :, self.pad:self.pad + h, self.pad:self.pad + w]
        ########## End ##########
