# expect: AC
# score: 100
# shows: everything in float32
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
        out_h = (H + 2 * self.pad - Kh) // self.stride + 1
        out_w = (W + 2 * self.pad - Kw) // self.stride + 1
        col = im2col(x.astype(np.float32), Kh, Kw, self.stride, self.pad)
        out = col @ self.W.astype(np.float32).reshape(M, -1).T + self.b.astype(np.float32)
        assert out.dtype == np.float32
        return out.reshape(N, out_h, out_w, M).transpose(0, 3, 1, 2)
        ########## End ##########
