# expect: RTE
# score: 66
# fails: overlap, leftover, neg_inf_padding, everything, one_channel, ties_overlap, neg_inf_overlap
# shows: windows start at every stride, also where they do not fit any more
# misconception: leftover_too_far
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
        xp = np.pad(self.x, ((0, 0), (0, 0), (self.pad, self.pad), (self.pad, self.pad)))
        dx = np.zeros(xp.shape)
        for n in range(N):
            for c in range(C):
                for i, y in enumerate(range(0, xp.shape[2], self.stride)):
                    for j, z in enumerate(range(0, xp.shape[3], self.stride)):
                        win = xp[n, c, y:y + self.pool_h, z:z + self.pool_w]
                        k = np.argmax(win)
                        dx[n, c, y + k // win.shape[1], z + k % win.shape[1]] += dout[n, c, i, j]
        return dx[:, :, self.pad:self.pad + H, self.pad:self.pad + W]
        ########## End ##########
