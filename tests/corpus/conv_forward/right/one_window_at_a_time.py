# expect: AC
# score: 100
# shows: a loop over windows, and tensordot for each
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
        image = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        rows = []
        for i in range(0, image.shape[2] - Kh + 1, s):
            row = []
            for j in range(0, image.shape[3] - Kw + 1, s):
                row.append(np.tensordot(image[:, :, i:i + Kh, j:j + Kw], self.W, axes=((1, 2, 3), (1, 2, 3))))
            rows.append(row)
        out = np.array(rows) + self.b
        return out.transpose(2, 3, 0, 1)
        ########## End ##########
