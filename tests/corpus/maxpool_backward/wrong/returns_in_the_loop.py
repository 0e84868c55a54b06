# expect: WA
# score: 5
# fails: sample, channels, stride_three, overlap, leftover, rectangular, padding, ties, integer, reuse, everything, gaps, whole_input, ties_overlap, integer_narrow, neg_inf_overlap, reuse_order
# shows: return is indented too far, only the first sample is done
# misconception: first_image_only
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
        am = self.arg_max.reshape(N, dout.shape[2], dout.shape[3], C)
        dx = np.zeros((N, C, H + 2 * self.pad, W + 2 * self.pad))
        for n in range(N):
            for c in range(C):
                for i in range(dout.shape[2]):
                    for j in range(dout.shape[3]):
                        y, z = divmod(am[n, i, j, c], self.pool_w)
                        dx[n, c, i * self.stride + y, j * self.stride + z] += dout[n, c, i, j]
            return dx[:, :, self.pad:self.pad + H, self.pad:self.pad + W]
        ########## End ##########
