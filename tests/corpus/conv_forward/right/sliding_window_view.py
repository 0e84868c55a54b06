# expect: AC
# score: 100
# shows: windows without a copy, and one einsum
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
        p = self.pad
        image = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        seen = np.lib.stride_tricks.sliding_window_view(image, self.W.shape[2:], axis=(2, 3))
        seen = seen[:, :, ::self.stride, ::self.stride]
        return np.einsum("ncijab,kcab->nkij", seen, self.W) + self.b[None, :, None, None]
        ########## End ##########
