"""Turns the name of a Linux system call into the call itself, on x86-64 and aarch64.

libc has no function for the newest calls, and for others it does more than the call; so all go through
syscall(2).
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys

MACHINE = os.uname().machine if sys.platform == "linux" and sys.maxsize > 1 << 32 else "other"
_COLUMNS = {"x86_64": 0, "aarch64": 1}

TABLE: dict[str, tuple[int | None, int | None]] = {
    "brk": (12, 214),
    "capget": (125, 90),
    "capset": (126, 91),
    "clock_getres": (229, 114),
    "clock_gettime": (228, 113),
    "clock_nanosleep": (230, 115),
    "clone": (56, 220),
    "clone3": (435, 435),
    "close": (3, 57),
    "close_range": (436, 436),
    "connect": (42, 203),
    "execve": (59, 221),
    "exit": (60, 93),
    "exit_group": (231, 94),
    "fcntl": (72, 25),
    "fstat": (5, 80),
    "futex": (202, 98),
    "getcwd": (79, 17),
    "getegid": (108, 177),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getpid": (39, 172),
    "getppid": (110, 173),
    "getrandom": (318, 278),
    "getrlimit": (97, 163),
    "getrusage": (98, 165),
    "gettid": (186, 178),
    "gettimeofday": (96, 169),
    "getuid": (102, 174),
    "ioctl": (16, 29),
    "kill": (62, 129),
    "landlock_create_ruleset": (444, 444),
    "landlock_restrict_self": (446, 446),
    "lseek": (8, 62),
    "madvise": (28, 233),
    "memfd_create": (319, 279),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "mremap": (25, 216),
    "munmap": (11, 215),
    "nanosleep": (35, 101),
    "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424),
    "poll": (7, None),
    "ppoll": (271, 73),
    "prctl": (157, 167),
    "prlimit64": (302, 261),
    "process_vm_readv": (310, 270),
    "pselect6": (270, 72),
    "read": (0, 63),
    "readv": (19, 65),
    "restart_syscall": (219, 128),
    "rseq": (334, 293),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sched_getaffinity": (204, 123),
    "sched_yield": (24, 124),
    "seccomp": (317, 277),
    "select": (23, None),
    "sendto": (44, 206),
    "set_robust_list": (273, 99),
    "set_tid_address": (218, 96),
    "shmctl": (31, 195),
    "shmget": (29, 194),
    "sigaltstack": (131, 132),
    "socket": (41, 198),
    "sysinfo": (99, 179),
    "tgkill": (234, 131),
    "time": (201, None),
    "times": (100, 153),
    "uname": (63, 160),
    "unshare": (272, 97),
    "write": (1, 64),
    "writev": (20, 66),
}
"""Numbers on x86-64 and on aarch64; None where the machine has no such call."""

_libc = ctypes.CDLL(None, use_errno=True)
_syscall = _libc.syscall
_syscall.restype = ctypes.c_long


class UnknownCallError(OSError):
    """No number is known for that call on that machine."""

    def __init__(self, name: str) -> None:
        super().__init__(errno.ENOSYS, f"no number known for {name}")


def number(name: str, machine: str = MACHINE) -> int:
    """Look up a call's number on a machine.

    Raises
    ------
    UnknownCallError
        When there is none.
    """
    found = TABLE[name][_COLUMNS[machine]] if machine in _COLUMNS else None
    if found is None:
        raise UnknownCallError(name)
    return found


def call(name: str, *arguments: int | bytes | ctypes.Array[ctypes.c_char] | None) -> int:
    """Make a system call; integers are passed as whole words, bytes and buffers by their address.

    Bytes are for what the kernel only reads.

    Raises
    ------
    OSError
        With the kernel's errno.
    """
    words = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    result: int = _syscall(ctypes.c_long(number(name)), *words)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")
    return result


def memory(content: bytes) -> ctypes.Array[ctypes.c_char]:
    """Put bytes where a call can change them, and where they stay."""
    return ctypes.create_string_buffer(content, len(content))
