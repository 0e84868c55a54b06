# expect: AC
# score: 100
# shows: forward keeps a mask, and backward is written anew to use it
import numpy as np

from utils import im2col, col2im


class MaxPool:
    """最大池化层。 Max pooling layer."""

    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        """
        pool_h, pool_w: 池化窗口的高和宽    height and width of the window
        stride: 窗口每次移动的步幅          how far the window moves each time
        pad: 四周填充 0 的圈数              how many rings of zeros are put around x
        """
        self.pool_h = pool_h
        self.pool_w = pool_w
        self.stride = stride
        self.pad = pad

        self.x = None        # forward 的输入，形状 (N, C, H, W)    the input of forward
        self.arg_max = None  # 每个窗口中最大值的下标，一维，按 (N, out_h, out_w, C) 的顺序
                             # where each window has its maximum, 1-D, in (N, out_h, out_w, C) order

    def forward(self, x):
        """
        前向传播，请补充。 The forward pass, yours to write.

        x: (N, C, H, W)
        返回 out: (N, C, out_h, out_w)    returns the output
        self.x, self.arg_max: 留给 backward 用    what backward needs
        """
        ########## Begin ##########
        p, s = self.pad, self.stride
        image = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        seen = np.lib.stride_tricks.sliding_window_view(image, (self.pool_h, self.pool_w), axis=(2, 3))[:, :, ::s, ::s]
        flat = seen.reshape(*seen.shape[:4], -1)
        self.shape = x.shape
        self.mask = np.eye(flat.shape[-1])[flat.argmax(axis=-1)].reshape(seen.shape)
        return flat.max(axis=-1)
        ########## End ##########

    def backward(self, dout):
        """
        反向传播，已经写好。 The backward pass, given.

        dout: (N, C, out_h, out_w)
        dx:   (N, C, H, W)
        """
        p, s = self.pad, self.stride
        n, c, h, w = self.shape
        dx = np.zeros((n, c, h + 2 * p, w + 2 * p))
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                part = self.mask[:, :, i, j] * dout[:, :, i, j, None, None]
                dx[:, :, i * s:i * s + self.pool_h, j * s:j * s + self.pool_w] += part
        return dx[:, :, p:p + h, p:p + w]
