# expect: WA
# score: 81
# fails: rectangular, everything, whole_input, neg_inf_overlap
# shows: the size of dx is made with H and W swapped
# misconception: dx_sideways
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
        N, C, W, H = self.x.shape
        out_h, out_w = dout.shape[2:]
        am = self.arg_max.reshape(N, out_h, out_w, C)
        dx = np.zeros((N, C, H + 2 * self.pad, W + 2 * self.pad))
        for n in range(N):
            for i in range(out_h):
                for j in range(out_w):
                    for c in range(C):
                        y, z = divmod(am[n, i, j, c], self.pool_w)
                        if i * self.stride + y < dx.shape[2] and j * self.stride + z < dx.shape[3]:
                            dx[n, c, i * self.stride + y, j * self.stride + z] += dout[n, c, i, j]
        return dx[:, :, self.pad:self.pad + H, self.pad:self.pad + W]
        ########## End ##########
