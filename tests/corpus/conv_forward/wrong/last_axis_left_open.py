# expect: RTE
# misconception: size_without_pad
# shows: the size lacks the padding, and -1 stands for the filters
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
        FN, C, FH, FW = self.W.shape
        N, C, H, W = x.shape
        out_h = 1 + int((H - FH) / self.stride)
        out_w = 1 + int((W - FW) / self.stride)

        col = im2col(x, FH, FW, self.stride, self.pad)
        col_W = self.W.reshape(FN, -1).T

        out = np.dot(col, col_W) + self.b
        out = out.reshape(N, out_h, out_w, -1).transpose(0, 3, 1, 2)

        self.x = x
        self.col = col
        self.col_W = col_W

        return out
        ########## End ##########
