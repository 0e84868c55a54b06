# expect: CE
# score: 0
# shows: a fence of Markdown around the code
```python
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
        前向传播，已经写好。 The forward pass, given.

        x:   (N, C, H, W)
        out: (N, C, out_h, out_w)
        """
        N, C, H, W = x.shape
        out_h = (H + 2 * self.pad - self.pool_h) // self.stride + 1
        out_w = (W + 2 * self.pad - self.pool_w) // self.stride + 1

        # 每一行是一个窗口的 pool_h * pool_w 个数    one window a row
        col = im2col(x, self.pool_h, self.pool_w, self.stride, self.pad)
        col = col.reshape(-1, self.pool_h * self.pool_w)

        self.x = x
        self.arg_max = np.argmax(col, axis=1)
        out = np.max(col, axis=1)
        return out.reshape(N, out_h, out_w, C).transpose(0, 3, 1, 2)

    def backward(self, dout):
        """
        反向传播，请补充。 The backward pass, yours to write.

        dout: 损失对 out 的梯度，(N, C, out_h, out_w)    gradient with respect to out
        返回 dx: 损失对 x 的梯度，(N, C, H, W)           returns the gradient with respect to x
        """
        ########## Begin ##########
        dout = dout.transpose(0, 2, 3, 1)

        pool_size = self.pool_h * self.pool_w
        dmax = np.zeros((dout.size, pool_size))
        dmax[np.arange(self.arg_max.size), self.arg_max.flatten()] = dout.flatten()
        dmax = dmax.reshape(dout.shape + (pool_size,))

        dcol = dmax.reshape(dmax.shape[0] * dmax.shape[1] * dmax.shape[2], -1)
        dx = col2im(dcol, self.x.shape, self.pool_h, self.pool_w, self.stride, self.pad)

        return dx
        ########## End ##########
```
