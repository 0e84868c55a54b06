"""Turns /proc into who descends from this process, so that nothing that is left running is missed."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection

_PR_SET_CHILD_SUBREAPER: Final = 36
_PATIENCE_SECONDS: Final = 2.0
_LOOK_SECONDS: Final = 0.02


class Process(NamedTuple):
    """A line of /proc: process, its parent, its state (a letter) and its name."""

    pid: int
    parent: int
    state: str
    name: str


def adopt_orphans() -> None:
    """Become the parent of descendants that lose theirs: PR_SET_CHILD_SUBREAPER(2const)."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def descendants(of: int) -> dict[int, Process]:
    """List the living descendants of a process, by pid."""
    table = _table()
    found: dict[int, Process] = {}
    for pid in table:
        line: list[int] = []
        at = pid
        while at in table and at != of and len(line) <= len(table):
            line.append(at)
            at = table[at].parent
        if at == of:
            found.update({each: table[each] for each in line})
    return {pid: process for pid, process in found.items() if process.state != "Z"}


def left_over(known: Collection[int]) -> list[Process]:
    """List our descendants that are not known, after giving them time to end; and end them."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        left = [process for pid, process in descendants(os.getpid()).items() if pid not in known]
        if not left or time.monotonic() > until:
            break
        time.sleep(_LOOK_SECONDS)
    for process in left:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(process.pid, signal.SIGKILL)
    _reap([process.pid for process in left])
    return left


def _reap(pids: Collection[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, 0)


def _table() -> dict[int, Process]:
    table = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                told = (folder / "stat").read_bytes().decode("latin-1")
                name, _, rest = told.partition("(")[2].rpartition(")")
                state, parent = rest.split()[:2]
                table[int(folder.name)] = Process(int(folder.name), int(parent), state, name)
    return table
