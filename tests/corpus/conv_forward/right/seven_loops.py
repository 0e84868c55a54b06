# expect: AC
# score: 100
# shows: seven nested loops over Python floats
import numpy as np

from utils import im2col


class Convolution:
    """卷积层。 A convolution layer."""

    def __init__(self, W, b, stride=1, pad=0):
        """
        W: 卷积核，形状 (C', C, Kh, Kw)    the filters
        b: 偏置，形状 (C',)                the bias
        stride: 卷积核每次移动的步幅       how far the filters move each time
        pad: 四周填充 0 的圈数             how many rings of zeros are put around x
        """
        self.W = W
        self.b = b
        self.stride = stride
        self.pad = pad

    def forward(self, x):
        """
        前向传播，请补充。 The forward pass, yours to write.

        x: (N, C, H, W)
        返回 out: (N, C', out_h, out_w)    returns the output
        """
        ########## Begin ##########
        M, C, Kh, Kw = self.W.shape
        N, _, H, W = x.shape
        s, p = self.stride, self.pad
        out_h = (H + 2 * p - Kh) // s + 1
        out_w = (W + 2 * p - Kw) // s + 1
        out = np.zeros((N, M, out_h, out_w))
        for n in range(N):
            for k in range(M):
                for i in range(out_h):
                    for j in range(out_w):
                        total = float(self.b[k])
                        for c in range(C):
                            for a in range(Kh):
                                for b in range(Kw):
                                    row, column = i * s + a - p, j * s + b - p
                                    if 0 <= row < H and 0 <= column < W:
                                        total += float(x[n, c, row, column]) * float(self.W[k, c, a, b])
                        out[n, k, i, j] = total
        return out
        ########## End ##########
