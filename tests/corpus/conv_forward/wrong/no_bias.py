# expect: WA
# misconception: bias_missing
# shows: loops that forget the bias
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
        p, s = self.pad, self.stride
        image = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        out_h = (image.shape[2] - Kh) // s + 1
        out_w = (image.shape[3] - Kw) // s + 1
        out = np.zeros((len(x), M, out_h, out_w))
        for i in range(out_h):
            for j in range(out_w):
                for k in range(M):
                    out[:, k, i, j] = (image[:, :, i * s:i * s + Kh, j * s:j * s + Kw] * self.W[k]).sum(axis=(1, 2, 3))
        return out
        ########## End ##########
