"""Turns a process into all that descends from it, and waits for their end."""

from __future__ import annotations

import contextlib
import os
import select
import time
from pathlib import Path
from typing import NamedTuple


class Relative(NamedTuple):
    """A process that descends from another, held by a pidfd: its number cannot come to mean another one."""

    pid: int
    command: str
    pidfd: int


def descendants(pid: int) -> list[Relative]:
    """Find all that descend from a process."""
    found = []
    for child in children(pid):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            held = os.pidfd_open(child)
            found.append(Relative(child, command_of(child), held))
        found += descendants(child)
    return found


def children(pid: int) -> list[int]:
    """Find the children of all threads of a process."""
    found = []
    with contextlib.suppress(OSError):
        for path in Path(f"/proc/{pid}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += [int(child) for child in path.read_text(encoding="ascii").split()]
    return found


def command_of(pid: int) -> str:
    """Read how a process was started."""
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def workers_of(pid: int) -> list[Relative]:
    """Find the workers of a cluster that a process has started."""
    return [one for one in descendants(pid) if "spawn_main" in one.command]


def left_after(relatives: list[Relative], seconds: float) -> list[str]:
    """Wait for all to end, and give the commands of those that have not."""
    poll = select.poll()
    left = {one.pidfd: one for one in relatives}
    for pidfd in left:
        poll.register(pidfd, select.POLLIN)
    ends = time.monotonic() + seconds
    while left and time.monotonic() < ends:
        for pidfd, _ in poll.poll((ends - time.monotonic()) * 1000):
            poll.unregister(pidfd)
            del left[pidfd]
    for one in relatives:
        os.close(one.pidfd)
    return [one.command for one in left.values()]
