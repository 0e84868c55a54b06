# expect: AC
# score: 100
# shows: all windows at once, one place after the other
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
        N, C, H, W = x.shape
        image = np.zeros((N, C, H + 2 * p, W + 2 * p))
        image[:, :, p:p + H, p:p + W] = x
        out_h = (H + 2 * p - self.pool_h) // s + 1
        out_w = (W + 2 * p - self.pool_w) // s + 1
        out = np.full((N, C, out_h, out_w), -np.inf)
        arg_max = np.zeros(out.shape, dtype=int)
        for k in range(self.pool_h * self.pool_w):
            a, b = divmod(k, self.pool_w)
            value = image[:, :, a:a + s * out_h:s, b:b + s * out_w:s][:, :, :out_h, :out_w]
            arg_max[value > out] = k
            out = np.maximum(out, value)
        self.x = x
        self.arg_max = arg_max.transpose(0, 2, 3, 1).ravel()
        return out
        ########## End ##########

    def backward(self, dout):
        """
        反向传播，已经写好。 The backward pass, given.

        dout: (N, C, out_h, out_w)
        dx:   (N, C, H, W)
        """
        if self.x is None or self.arg_max is None:
            return None  # forward 没有留下需要的东西    forward has not left what is needed
        dout = dout.transpose(0, 2, 3, 1)

        # 每一行是一个窗口，梯度放在最大值的位置    one window a row, its gradient where its maximum was
        dmax = np.zeros((dout.size, self.pool_h * self.pool_w))
        dmax[np.arange(dout.size), self.arg_max.flatten()] = dout.flatten()

        return col2im(dmax, self.x.shape, self.pool_h, self.pool_w, self.stride, self.pad)
