"""Turns byte and second limits into resource limits of this process: setrlimit(2).

A submission can neither fork, nor make files in memory, nor shared memory, nor pipes, so that the limit on
its address space limits all the memory that it can get, and with it the threads of Python.

Threads made by bare system calls need next to no memory. The kernel counts processes and threads by user,
those of other programs too, so that a fixed limit would stop honest workers; a limit above all that the
machine has now stops only a flood. It holds for workers that are not root any more, and for each of them
alone where `privileges` can make it a user of its own.
"""

from __future__ import annotations

import os
import resource

_DESCRIPTORS = 32
_STACK_BYTES = 8 << 20
_SIGNALS_PENDING = 64
_THREADS_MORE = 1024
_STAT_BYTES_MAX = 4096


def limit_the_same() -> None:
    """Set what is the same for all workers: for the zygote, from which they inherit it."""
    lower(resource.RLIMIT_CORE, 0)
    lower(resource.RLIMIT_STACK, _STACK_BYTES)
    lower(resource.RLIMIT_MEMLOCK, 0)
    lower(resource.RLIMIT_MSGQUEUE, 0)
    lower(resource.RLIMIT_SIGPENDING, _SIGNALS_PENDING)
    lower(resource.RLIMIT_NICE, 0)
    lower(resource.RLIMIT_RTPRIO, 0)


def limit(*, address_space_bytes: int, cpu_seconds: int) -> None:
    """Set the rest, for a worker.

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
    lower(resource.RLIMIT_NOFILE, _DESCRIPTORS)
    lower(resource.RLIMIT_NPROC, threads_of_machine() + _THREADS_MORE)


def threads_of_machine() -> int:
    """Count the processes and threads of everyone: the number after the slash in proc_loadavg(5)."""
    return int(_read("/proc/loadavg").split()[3].partition(b"/")[2])


def lower(kind: int, soft: int, hard: int | None = None) -> None:
    """Set a limit, soft and hard, or leave the lower one that the machine already has."""
    _, allowed = resource.getrlimit(kind)
    ceiling = soft if hard is None else hard
    if allowed != resource.RLIM_INFINITY:
        ceiling = min(ceiling, allowed)
    resource.setrlimit(kind, (min(soft, ceiling), ceiling))


def threads_and_size() -> tuple[int, int]:
    """Count this process's threads, and its address space in bytes: proc_pid_stat(5)."""
    told = _read("/proc/self/stat")
    after_name = told[told.rindex(b")") + 2 :].split()
    return int(after_name[17]), int(after_name[20])


def _read(path: str) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(descriptor, _STAT_BYTES_MAX)
    finally:
        os.close(descriptor)
