# expect: AC
# score: 100
# shows: as_strided and tensordot
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
        p, s = self.pad, self.stride
        M, C, Kh, Kw = self.W.shape
        image = np.ascontiguousarray(np.pad(x, [(0, 0), (0, 0), (p, p), (p, p)], mode="constant"))
        N, _, H, W = image.shape
        n, c, h, w = image.strides
        seen = np.lib.stride_tricks.as_strided(
            image, (N, C, (H - Kh) // s + 1, (W - Kw) // s + 1, Kh, Kw), (n, c, h * s, w * s, h, w))
        out = np.tensordot(seen, self.W, axes=([1, 4, 5], [1, 2, 3]))
        return np.moveaxis(out + self.b, -1, 1)
        ########## End ##########
