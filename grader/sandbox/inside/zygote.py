"""The process that workers are forked from: numpy is imported once, a worker costs a fork.

It never sees a submission, an input or an answer: those go from the parent straight to the worker, through
pipes that are passed along with the order for a worker. Messages on the control socket are JSON:

    parent -> zygote   {"memory_bytes", "cpu_seconds", "preload"} and four descriptors:
                       job (read), results (write), output (write), trace (write)
    zygote -> parent   {"ready": {"level", "layers", "canaries", "failed"}} once, from a probe worker;
                       {"pid"} with a pidfd, or {"failed"};
                       {"exited", "status", "peak_memory_bytes", "cpu_seconds"} when a worker has ended

It ends when the control socket is closed, and its workers with it.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
from functools import partial
from typing import Any, NoReturn

from . import policy, probe, seal, worker
from .frames import Channel

_MESSAGE_BYTES_MAX = 1 << 16
_KIB = 1024


def main(*, control_descriptor: int, warm: bool, without: list[str], extra: list[str]) -> NoReturn:
    """Serve orders until the parent is gone.

    Parameters
    ----------
    control_descriptor : int
        The socket to the parent.
    warm : bool
        Load all the allowed modules now, for many submissions to come.
    without : list of str
        Layers of isolation to leave out (to test the others).
    extra : list of str
        Modules that the exercise allows beside the policy's.
    """
    os.chdir("/")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    policy.load([*policy.CORE, *extra, *(sorted(policy.ALLOWED) if warm else ())])
    plan, proof = probe.prove(frozenset(without))
    control = socket.socket(fileno=control_descriptor)
    wakeup_read, wakeup_write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(wakeup_write, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    gc.collect()
    gc.freeze()
    _tell(control, {"ready": proof})
    while True:
        ready, _, _ = select.select([control.fileno(), wakeup_read], [], [])
        if wakeup_read in ready:
            with contextlib.suppress(BlockingIOError):
                os.read(wakeup_read, _KIB)
            _reap(control)
        if control.fileno() in ready:
            order, descriptors = _receive(control)
            if order is None:
                os._exit(0)
            _fork_worker(control, order, descriptors, plan=plan, warm=warm)


def _receive(control: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    try:
        data, descriptors, _, _ = socket.recv_fds(control, _MESSAGE_BYTES_MAX, 4)
    except ConnectionResetError:
        return None, []
    return (json.loads(data) if data else None), list(descriptors)


def _tell(control: socket.socket, message: dict[str, Any], descriptors: tuple[int, ...] = ()) -> None:
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        socket.send_fds(control, [json.dumps(message).encode()], descriptors)


def _reap(control: socket.socket) -> None:
    while True:
        try:
            pid, status, used = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        told = {"exited": pid, "status": status, "peak_memory_bytes": used.ru_maxrss * _KIB}
        _tell(control, {**told, "cpu_seconds": used.ru_utime + used.ru_stime})


def _fork_worker(
    control: socket.socket, order: dict[str, Any], descriptors: list[int], *, plan: seal.Plan, warm: bool
) -> None:
    try:
        pid = os.fork()
    except OSError as error:
        _tell(control, {"failed": str(error)})
        pid = -1
    if pid == 0:
        _become_worker(order, descriptors, plan=plan, warm=warm)
    for descriptor in descriptors:
        os.close(descriptor)
    if pid > 0:
        pidfd = os.pidfd_open(pid)
        _tell(control, {"pid": pid}, (pidfd,))
        os.close(pidfd)


def _become_worker(order: dict[str, Any], descriptors: list[int], *, plan: seal.Plan, warm: bool) -> NoReturn:
    try:
        job, results, output, trace = descriptors
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        lock = partial(
            seal.seal,
            plan,
            keep={0, 1, 2, job, results, trace},
            memory_bytes=order["memory_bytes"],
            cpu_seconds=order["cpu_seconds"],
        )
        preload = None if warm or order["preload"] is None else order["preload"]
        if preload is None and not warm:
            policy.load(sorted(policy.ALLOWED))
        worker.serve(Channel(job, results), preload=preload, seal=lock, trace=trace)
    finally:
        os._exit(1)


if __name__ == "__main__":
    sys.exit("started by the grader alone")
