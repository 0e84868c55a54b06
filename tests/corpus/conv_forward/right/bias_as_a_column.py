# expect: AC
# score: 100
# shows: the bias is one more column of the windows and one more row of the filters
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
        M, _, Kh, Kw = self.W.shape
        N = len(x)
        col = im2col(x, Kh, Kw, self.stride, self.pad)
        col = np.hstack([col, np.ones((len(col), 1))])
        filters = np.vstack([self.W.reshape(M, -1).T, self.b])
        out_h = (x.shape[2] + 2 * self.pad - Kh) // self.stride + 1
        return (filters.T @ col.T).reshape(M, N, out_h, -1).swapaxes(0, 1)
        ########## End ##########
