"""A worker that was not forked but started: for operating systems where a fork is no way to begin.

Its standard input carries the frames to it, its standard output those from it, its standard error what the
submission prints. Before anything of the submission is read, standard output is moved out of the way.
"""

from __future__ import annotations

import os
from typing import NoReturn

from . import policy, worker
from .frames import Channel


def main(*, preload: list[str] | None, extra: list[str], memory_bytes: int, cpu_seconds: int) -> NoReturn:
    """Become a worker.

    Parameters
    ----------
    preload : list of str or None
        The allowed modules that the source seems to need; None for all of them.
    extra : list of str
        Modules that the exercise allows beside the policy's.
    memory_bytes, cpu_seconds : int
        Limits, where this operating system has them.
    """
    incoming, results = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(2, 1)
    policy.load([*policy.CORE, *extra, *(sorted(policy.ALLOWED) if preload is None else ())])
    worker.serve(
        Channel(incoming, results),
        preload=preload,
        seal=lambda: _limit(memory_bytes=memory_bytes, cpu_seconds=cpu_seconds),
        trace=None,
    )
    os._exit(1)


def _limit(*, memory_bytes: int, cpu_seconds: int) -> None:
    """Apply the limits that POSIX has; macOS takes no limit on memory."""
    os.environ.clear()
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    for limit, value in (("RLIMIT_CPU", cpu_seconds), ("RLIMIT_FSIZE", 0), ("RLIMIT_CORE", 0)):
        resource.setrlimit(getattr(resource, limit), (value, value))
    try:
        with open("/proc/self/statm", "rb") as sizes:  # noqa: PTH123 - pathlib is not loaded
            used_bytes = int(sizes.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (used_bytes + memory_bytes,) * 2)
    except (OSError, ValueError):
        return
