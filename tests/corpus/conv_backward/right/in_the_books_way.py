# expect: AC
# score: 100
# shows: three products of matrices, and col2im
import numpy as np

from utils import im2col, col2im


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

        self.x = None      # forward 的输入，形状 (N, C, H, W)    the input of forward
        self.col = None    # im2col 展开的输入，每行是一个窗口，(N * out_h * out_w, C * Kh * Kw)
                           # the input as im2col unfolds it, one window a row
        self.col_W = None  # 展开的卷积核，每列是一个卷积核，(C * Kh * Kw, C')
                           # the filters, one a column

        self.dW = None     # W 的梯度，形状与 W 相同    gradient of W, in the shape of W
        self.db = None     # b 的梯度，形状与 b 相同    gradient of b, in the shape of b

    def forward(self, x):
        """
        前向传播，已经写好。 The forward pass, given.

        x:   (N, C, H, W)
        out: (N, C', out_h, out_w)
        """
        filters, _, Kh, Kw = self.W.shape
        N, C, H, W = x.shape
        out_h = (H + 2 * self.pad - Kh) // self.stride + 1
        out_w = (W + 2 * self.pad - Kw) // self.stride + 1

        col = im2col(x, Kh, Kw, self.stride, self.pad)
        col_W = self.W.reshape(filters, -1).T
        out = np.dot(col, col_W) + self.b

        self.x = x
        self.col = col
        self.col_W = col_W
        return out.reshape(N, out_h, out_w, filters).transpose(0, 3, 1, 2)

    def backward(self, dout):
        """
        反向传播，请补充。 The backward pass, yours to write.

        dout: 损失对 out 的梯度，(N, C', out_h, out_w)    gradient with respect to out
        self.dW: 损失对 W 的梯度，(C', C, Kh, Kw)         gradient with respect to W
        self.db: 损失对 b 的梯度，(C',)                   gradient with respect to b
        返回 dx: 损失对 x 的梯度，(N, C, H, W)            returns the gradient with respect to x
        """
        ########## Begin ##########
        FN, C, FH, FW = self.W.shape
        dout = dout.transpose(0, 2, 3, 1).reshape(-1, FN)

        self.db = np.sum(dout, axis=0)
        self.dW = np.dot(self.col.T, dout)
        self.dW = self.dW.transpose(1, 0).reshape(FN, C, FH, FW)

        dcol = np.dot(dout, self.col_W.T)
        dx = col2im(dcol, self.x.shape, FH, FW, self.stride, self.pad)

        return dx
        ########## End ##########
