"""Turns byte and second limits into resource limits of this process: setrlimit(2).

A submission can neither fork, nor make files in memory, nor shared memory, nor pipes, so that the limit on
its address space limits all the memory that it can get. The number of processes is not limited here: the
kernel counts those of the user, not of the worker, and ignores the limit for root.
"""

from __future__ import annotations

import os
import resource

_DESCRIPTORS = 32
_STACK_BYTES = 8 << 20
_SIGNALS_PENDING = 64
_STAT_BYTES_MAX = 4096


def limit(*, address_space_bytes: int, cpu_seconds: int) -> None:
    """Set every limit, soft and hard.

    Parameters
    ----------
    address_space_bytes : int
        What this process has of it already, and what it may add.
    cpu_seconds : int
        Processor time of all its threads, from its fork on; a second later it is killed for certain.
    """
    lower(resource.RLIMIT_AS, address_space_bytes)
    lower(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1)
    lower(resource.RLIMIT_FSIZE, 0)
    lower(resource.RLIMIT_CORE, 0)
    lower(resource.RLIMIT_NOFILE, _DESCRIPTORS)
    lower(resource.RLIMIT_STACK, _STACK_BYTES)
    lower(resource.RLIMIT_MEMLOCK, 0)
    lower(resource.RLIMIT_MSGQUEUE, 0)
    lower(resource.RLIMIT_SIGPENDING, _SIGNALS_PENDING)
    lower(resource.RLIMIT_NICE, 0)
    lower(resource.RLIMIT_RTPRIO, 0)


def lower(kind: int, soft: int, hard: int | None = None) -> None:
    """Set a limit, or leave the lower one that the machine already has."""
    _, allowed = resource.getrlimit(kind)
    ceiling = soft if hard is None else hard
    if allowed != resource.RLIM_INFINITY:
        ceiling = min(ceiling, allowed)
    resource.setrlimit(kind, (min(soft, ceiling), ceiling))


def threads_and_size() -> tuple[int, int]:
    """Count this process's threads, and its address space in bytes: proc_pid_stat(5)."""
    descriptor = os.open("/proc/self/stat", os.O_RDONLY | os.O_CLOEXEC)
    try:
        told = os.read(descriptor, _STAT_BYTES_MAX)
    finally:
        os.close(descriptor)
    after_name = told[told.rindex(b")") + 2 :].split()
    return int(after_name[17]), int(after_name[20])
