# expect: WA
# score: 0
# shows: every cell of the window receives the gradient
# misconception: whole_window
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
        dx = np.zeros((N, C, H + 2 * self.pad, W + 2 * self.pad))
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                y, z = i * self.stride, j * self.stride
                dx[:, :, y:y + self.pool_h, z:z + self.pool_w] += dout[:, :, i, j, None, None]
        return dx[:, :, self.pad:self.pad + H, self.pad:self.pad + W]
        ########## End ##########
