"""Runs `kill(-1, SIGKILL)` where it can do no harm: as process 2 or 3 of a process namespace of its own.

Prints "stopped", "through" or why it was not tried. The order is as for sealed_process.py, with `sealed`.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys

ORDER = json.loads(sys.argv[1])
sys.path[:0] = ORDER["paths"]

seal = importlib.import_module("inside.seal")
syscalls = importlib.import_module("inside.syscalls")

_NEW_PROCESSES, _NEW_USER = 0x20000000, 0x10000000


def enter_process_namespace() -> None:
    """Have the next fork be process 1 of a new one."""
    if ORDER["user"] is not None:
        os.setgroups([])
        os.setresgid(ORDER["user"], ORDER["user"], ORDER["user"])
        os.setresuid(ORDER["user"], ORDER["user"], ORDER["user"])
    syscalls.call("unshare", _NEW_PROCESSES | (_NEW_USER if os.getuid() else 0))


def attack() -> None:
    """Be a worker that kills all it can."""
    if ORDER["sealed"]:
        plan = seal.prepare(frozenset({"namespaces"}))._replace(zygote=1)
        seal.seal(plan, keep=set(), memory_bytes=1 << 28, cpu_seconds=5)
    if os.getpid() in {2, 3} and os.getppid() == 1:
        try:
            os.kill(-1, signal.SIGKILL)
        finally:
            os._exit(0)


def first_process(report: int) -> None:
    """Be process 1: start a victim and a worker, and see which of them is left."""
    if os.getpid() != 1:
        os.write(report, b"no namespace of its own")
        return
    waiting, hold = os.pipe()
    victim = os.fork()
    if victim == 0:
        os.close(hold)
        os.read(waiting, 1)
        os._exit(0)
    worker = os.fork()
    if worker == 0:
        attack()
        os._exit(1)
    os.waitpid(worker, 0)
    os.close(hold)
    _, status = os.waitpid(victim, 0)
    os.write(report, b"through" if os.WIFSIGNALED(status) else b"stopped")


def main() -> None:
    told, report = os.pipe()
    try:
        enter_process_namespace()
    except OSError as error:
        sys.stdout.write(f"not tried: {error}")
        return
    pid = os.fork()
    if pid == 0:
        try:
            first_process(report)
        finally:
            os._exit(0)
    os.close(report)
    os.waitpid(pid, 0)
    sys.stdout.write(os.read(told, 100).decode())


if __name__ == "__main__":
    main()
