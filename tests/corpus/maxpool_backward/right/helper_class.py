# expect: AC
# score: 100
# shows: the work is done by a helper class and a function of the module
import numpy as np

from utils import im2col, col2im


def channels_last(a):
    return a.transpose(0, 2, 3, 1)


class Router:
    """把每个窗口的梯度送回最大值的位置"""

    def __init__(self, layer):
        self.layer = layer

    def send(self, dout):
        layer = self.layer
        table = np.zeros((layer.arg_max.size, layer.pool_h * layer.pool_w))
        table[np.arange(len(table)), layer.arg_max] = channels_last(dout).ravel()
        return col2im(table, layer.x.shape, layer.pool_h, layer.pool_w, layer.stride, layer.pad)


class MaxPool:
    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        self.pool_h = pool_h
        self.pool_w = pool_w
        self.stride = stride
        self.pad = pad

        self.x = None
        self.arg_max = None

    def forward(self, x):
        N, C, H, W = x.shape
        out_h = (H + 2 * self.pad - self.pool_h) // self.stride + 1
        out_w = (W + 2 * self.pad - self.pool_w) // self.stride + 1

        col = im2col(x, self.pool_h, self.pool_w, self.stride, self.pad)
        col = col.reshape(-1, self.pool_h * self.pool_w)

        self.x = x
        self.arg_max = np.argmax(col, axis=1)
        out = np.max(col, axis=1)
        return out.reshape(N, out_h, out_w, C).transpose(0, 3, 1, 2)

    def backward(self, dout):
        ########## Begin ##########
        return Router(self).send(dout)
        ########## End ##########
