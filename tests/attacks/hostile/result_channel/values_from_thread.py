# attack: a thread writes answers all the time, in the hope that one stands where it is believed
# expect: not-full
# run: by the command too
import os
import struct
import sys
import threading
import time

import numpy as np

from utils import im2col


def pipes():
    found = []
    for fd in range(3, 64):
        try:
            os.write(fd, b"")
            found.append(fd)
        except OSError:
            pass
    return found


def write(data):
    for fd in pipes():
        try:
            os.write(fd, data)
        except OSError:
            pass


def frame(kind, payload=b"", length=None):
    return struct.pack("<cI", kind, len(payload) if length is None else length) + payload


def text(content):
    return struct.pack("<I", len(content)) + content


def array(shape, dtype=b"<f8", data=b"", sent=1, scalar=0):
    return b"\1" + bytes([scalar]) + text(dtype) + struct.pack(f"<B{len(shape)}Q", len(shape), *shape) + bytes([sent]) + data


def token():
    at = sys._getframe()
    while at is not None:
        for value in list(at.f_locals.values()):
            if isinstance(getattr(value, "token", None), bytes):
                return value.token
        at = at.f_back
    return b""


def flood():
    while True:
        write(frame(b"V", struct.pack("<H", 2) + array((2, 2, 4, 4), data=bytes(256)) * 2))
        time.sleep(0.001)


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


threading.Thread(target=flood, daemon=True).start()
