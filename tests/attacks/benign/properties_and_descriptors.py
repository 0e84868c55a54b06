# right: computes its attributes by properties and descriptors
import numpy as np

from utils import col2im, im2col


class Positive:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner=None):
        return getattr(instance, self.name, None)

    def __set__(self, instance, value):
        instance.__dict__[self.name] = value


class MaxPool:
    pool_h = Positive()
    pool_w = Positive()

    @property
    def area(self):
        return self.pool_h * self.pool_w

    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        self.pool_h, self.pool_w, self.stride, self.pad = pool_h, pool_w, stride, pad
        self.x = self.arg_max = None

    def forward(self, x):
        n, c, h, w = x.shape
        out_h = (h + 2 * self.pad - self.pool_h) // self.stride + 1
        out_w = (w + 2 * self.pad - self.pool_w) // self.stride + 1
        rows = im2col(x, self.pool_h, self.pool_w, self.stride, self.pad).reshape(-1, self.pool_h * self.pool_w)
        self.x, self.arg_max = x, rows.argmax(axis=1)
        return rows.max(axis=1).reshape(n, out_h, out_w, c).transpose(0, 3, 1, 2)

    def backward(self, dout):
        ########## Begin ##########
        rows = np.zeros((dout.size, self.area))
        rows[np.arange(dout.size), self.arg_max] = dout.transpose(0, 2, 3, 1).ravel()
        rows = rows.reshape(dout.shape[0] * dout.shape[2] * dout.shape[3], -1)
        return col2im(rows, self.x.shape, self.pool_h, self.pool_w, self.stride, self.pad)
        ########## End ##########
