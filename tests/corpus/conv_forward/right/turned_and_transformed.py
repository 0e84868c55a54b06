# expect: AC
# score: 100
# shows: by fast Fourier transforms, where a filter has to be turned round
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
        Kh, Kw = self.W.shape[2:]
        image = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        size = (image.shape[2] + Kh - 1, image.shape[3] + Kw - 1)
        left = np.fft.rfft2(image, size)
        right = np.fft.rfft2(self.W[:, :, ::-1, ::-1], size)
        whole = np.fft.irfft2(np.einsum("nchw,kchw->nkhw", left, right), size)
        valid = whole[:, :, Kh - 1:image.shape[2], Kw - 1:image.shape[3]]
        return valid[:, :, ::s, ::s] + self.b[:, np.newaxis, np.newaxis]
        ########## End ##########
