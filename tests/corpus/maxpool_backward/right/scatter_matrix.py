# expect: AC
# score: 100
# shows: a dense routing matrix times the gradient
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
        OH, OW = dout.shape[2:]
        cells = (H + 2 * self.pad) * (W + 2 * self.pad)
        am = self.arg_max.reshape(N, OH, OW, C).transpose(0, 3, 1, 2)
        i, j = np.indices((OH, OW))
        flat = (i * self.stride + am // self.pool_w) * (W + 2 * self.pad) + j * self.stride + am % self.pool_w
        route = flat.reshape(N * C, OH * OW, 1) == np.arange(cells)
        dx = np.matmul(dout.reshape(N * C, 1, OH * OW), route.astype(float))
        dx = dx.reshape(N, C, H + 2 * self.pad, W + 2 * self.pad)
        return dx[:, :, self.pad:self.pad + H, self.pad:self.pad + W]
        ########## End ##########
