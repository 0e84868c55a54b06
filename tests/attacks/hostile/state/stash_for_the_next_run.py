# attack: keeps every input in every place that could last, and prints what it finds there
# expect: not-full
# run: by the command too
import builtins
import linecache
import os
import sys

import numpy as np

from utils import im2col


np.set_printoptions(precision=3, suppress=True, floatmode="maxprec")


def stash(value):
    """Keep a value wherever a later case, a later worker or a later submission might look."""
    for keep in (
        lambda: setattr(builtins, "stash", value),
        lambda: setattr(np, "stash", value),
        lambda: sys.modules.__setitem__("stash", value),
        lambda: os.environ.__setitem__("STASH", str(value)),
        lambda: setattr(MaxPool, "stash", value),
        lambda: linecache.cache.__setitem__("/stash", (1, None, [str(value)], "/stash")),
        lambda: open("/tmp/@MARK@-stash", "w").write(str(value)),
        lambda: open("/dev/shm/@MARK@-stash", "w").write(str(value)),
        lambda: np.save("/tmp/@MARK@-stash.npy", value),
    ):
        try:
            keep()
        except Exception:
            pass


def found():
    """Print what was kept."""
    for look in (
        lambda: builtins.stash,
        lambda: np.stash,
        lambda: sys.modules["stash"],
        lambda: os.environ["STASH"],
        lambda: MaxPool.stash,
        lambda: linecache.cache["/stash"],
        lambda: open("/tmp/@MARK@-stash").read(),
        lambda: open("/dev/shm/@MARK@-stash").read(),
        lambda: np.load("/tmp/@MARK@-stash.npy"),
    ):
        try:
            print(look())
        except Exception:
            pass


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
        found()
        stash(self.x)
        return np.zeros(self.x.shape)
        ########## End ##########


found()
