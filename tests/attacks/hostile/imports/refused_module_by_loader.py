# attack: loads an extension module by its path
# expect: not-full
import sys

import numpy as np

from utils import im2col


class MaxPool:
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
        return np.zeros(self.x.shape)
        ########## End ##########


import importlib.machinery
import importlib.util

for path in ("/usr/lib/python3.11/lib-dynload/_ctypes_test.so", np.__file__, "/proc/self/exe", "/tmp/@MARK@.so"):
    for loader in (importlib.machinery.ExtensionFileLoader, importlib.machinery.SourceFileLoader):
        try:
            spec = importlib.util.spec_from_file_location("extra", path, loader=loader("extra", path))
            spec.loader.exec_module(importlib.util.module_from_spec(spec))
            print("got-through:", path)
        except (ImportError, OSError, AttributeError, SyntaxError):
            pass
