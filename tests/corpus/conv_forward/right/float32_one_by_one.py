# expect: AC
# score: 100
# shows: float32, one product after the other
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
        s = self.stride
        image = np.pad(x.astype(np.float32), ((0, 0), (0, 0), (self.pad, self.pad), (self.pad, self.pad)))
        weights = self.W.astype(np.float32)
        out_h = (H + 2 * self.pad - Kh) // s + 1
        out_w = (W + 2 * self.pad - Kw) // s + 1
        out = np.zeros((N, M, out_h, out_w), dtype=np.float32) + self.b.astype(np.float32).reshape(1, M, 1, 1)
        for k in range(M):
            for c in range(C):
                for a in range(Kh):
                    for b in range(Kw):
                        out[:, k] += image[:, c, a:a + s * out_h:s, b:b + s * out_w:s][:, :out_h, :out_w] * weights[k, c, a, b]
        return out
        ########## End ##########
