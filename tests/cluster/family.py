"""Turns a process into all that descends from it, and waits for their end."""

from __future__ import annotations

import contextlib
import os
import select
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Relative(NamedTuple):
    """A process that descends from another."""

    pid: int
    command: str


class Watch:
    """Holds processes by pidfd, so that their numbers cannot come to mean others."""

    def __init__(self, relatives: Iterable[Relative]) -> None:
        self._held: dict[int, str] = {}
        for one in relatives:
            with contextlib.suppress(ProcessLookupError):  # it has ended
                self._held[os.pidfd_open(one.pid)] = one.command

    def left_after(self, seconds: float) -> list[str]:
        """Wait for all to end, let go of them, and give the commands of those that have not."""
        poll = select.poll()
        left = dict(self._held)
        for pidfd in left:
            poll.register(pidfd, select.POLLIN)
        ends = time.monotonic() + seconds
        while left and time.monotonic() < ends:
            for pidfd, _ in poll.poll((ends - time.monotonic()) * 1000):
                poll.unregister(pidfd)
                del left[pidfd]
        for pidfd in self._held:
            os.close(pidfd)
        self._held.clear()
        return list(left.values())


def descendants(pid: int) -> list[Relative]:
    """Find all that descend from a process."""
    found = []
    for child in _children(pid):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            found.append(Relative(child, _command(child)))
        found += descendants(child)
    return found


def workers_of(pid: int) -> list[Relative]:
    """Find the workers of a cluster that a process has started."""
    return [one for one in descendants(pid) if "spawn_main" in one.command]


def zygotes_of(pid: int) -> list[Relative]:
    """Find the zygotes among the descendants of a process, without the workers that they forked."""
    found = []
    for child in _children(pid):
        command = _command_or_nothing(child)
        found += [Relative(child, command)] if "import zygote" in command else zygotes_of(child)
    return found


def _children(pid: int) -> list[int]:
    found = []
    with contextlib.suppress(OSError):
        for path in Path(f"/proc/{pid}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += [int(child) for child in path.read_text(encoding="ascii").split()]
    return found


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def _command_or_nothing(pid: int) -> str:
    try:
        return _command(pid)
    except OSError:
        return ""
