"""A worker that was not forked but started: for operating systems where a fork is no way to begin.

Its standard input carries the frames to it, its standard output those from it, its standard error what the
submission prints. Before anything of the submission is read, standard output is moved out of the way.
"""

from __future__ import annotations

import contextlib
import os
import signal
from typing import NoReturn

from . import policy, worker
from .frames import Channel

_DESCRIPTORS = 64


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
    policy.load([*policy.CORE, *extra, *(sorted(policy.ALLOWED) if preload is None else preload)])
    worker.attach_output()
    worker.serve(
        Channel(incoming, results),
        complete=preload is None,
        seal=lambda: limit(memory_bytes=memory_bytes, cpu_seconds=cpu_seconds),
    )


def limit(*, memory_bytes: int, cpu_seconds: int) -> None:
    """Empty the environment and apply the limits of POSIX; macOS takes none on memory."""
    os.environ.clear()
    try:
        import resource  # noqa: PLC0415 - not on Windows

        from . import rlimits  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    rlimits.lower(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1)
    rlimits.lower(resource.RLIMIT_FSIZE, 0)
    rlimits.lower(resource.RLIMIT_NOFILE, _DESCRIPTORS)
    rlimits.lower(resource.RLIMIT_CORE, 0)
    signal.alarm(cpu_seconds)  # the last resort, should the grader have been killed
    with contextlib.suppress(OSError, ValueError):
        _, size_bytes = rlimits.threads_and_size()
        rlimits.lower(resource.RLIMIT_AS, size_bytes + memory_bytes)
