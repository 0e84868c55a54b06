"""Turns a fork of the zygote, with all that it inherited, into a process that holds only its own pipes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from . import syscalls

if TYPE_CHECKING:
    from collections.abc import Collection

_DESCRIPTOR_MAX = (1 << 32) - 1


def leave_terminal() -> None:
    """Start a session of its own, without a controlling terminal: setsid(2).

    For the zygote. A session leader that opens a terminal gets it as its own, so its workers had better not
    be leaders; and on a busy machine a new session waits for its turn on the processor.
    """
    if os.getsid(0) != os.getpid():
        os.setsid()


def leave_group() -> None:
    """Make a process group of its own, which signals to a group can reach: setpgid(2)."""
    os.setpgid(0, 0)


def close_all_but(keep: Collection[int]) -> None:
    """Close every other descriptor, whatever its number: close_range(2).

    No later layer touches what is open already; the zygote's control socket would be the worst to leave.
    """
    first = 0
    for kept in (*sorted(keep), _DESCRIPTOR_MAX + 1):
        if kept > first:
            _close_range(first, kept - 1)
        first = kept + 1


def _close_range(first: int, last: int) -> None:
    try:
        syscalls.call("close_range", first, last, 0)
    except OSError:  # Linux before 5.9, or a container's filter that does not know the call
        for name in os.listdir("/proc/self/fd"):  # noqa: PTH208 - pathlib is not loaded yet
            if first <= int(name) <= last:
                os.closerange(int(name), int(name) + 1)


def forget_environment() -> None:
    """Empty the environment, which workers inherit: it may name paths and hold tokens."""
    os.environ.clear()
