"""The process that workers are forked from: numpy is imported once, a worker costs a fork.

It never sees a submission, an input or an answer: those go from the parent straight to the worker, through
pipes that are passed along with the order for a worker. Messages on the control socket are JSON:

    parent -> zygote   {"memory_bytes", "cpu_seconds", "preload"} and four descriptors:
                       job (read), results (write), output (write), trace (write)
    zygote -> parent   {"ready": {"level", "layers", "canaries", "failed"}} once, from a probe worker;
                       {"pid"} with a pidfd, or {"failed"};
                       {"exited", "status", "peak_memory_bytes", "cpu_seconds"} when a worker has ended

`preload` names the allowed modules that a submission seems to need, null all of them. What is not loaded yet
is loaded here and stays for the workers to come. A fork costs the more the more is loaded: most submissions
need little more than numpy.

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


def main(*, control_descriptor: int, without: list[str], extra: list[str]) -> NoReturn:
    """Serve orders until the parent is gone.

    Parameters
    ----------
    control_descriptor : int
        The socket to the parent.
    without : list of str
        Layers of isolation to leave out (to test the others).
    extra : list of str
        Modules that the exercise allows beside the policy's.
    """
    os.chdir("/")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    policy.load([*policy.CORE, *extra])
    trace = _prepare_workers()
    plan, proof = probe.prove(frozenset(without))
    control = socket.socket(fileno=control_descriptor)
    gc.collect()
    _settle()
    _tell(control, {"ready": proof})
    _Zygote(control, plan, trace).serve()


def _prepare_workers() -> int:
    """Do what would be the same in all workers; give the descriptor that they are to write their stack to."""
    trace = os.open(os.devnull, os.O_WRONLY)
    worker.answer_trace_requests(trace)
    null = os.open(os.devnull, os.O_WRONLY)
    read, write = os.pipe()
    for descriptor in (1, 2):
        os.dup2(write, descriptor)
    worker.attach_output()  # over a pipe, which is what it will be
    for descriptor in (1, 2):
        os.dup2(null, descriptor)
    for descriptor in (read, write, null):
        os.close(descriptor)
    return trace


def _settle() -> None:
    """Leave nothing that each worker would clear away, or look through, in a copy of its own."""
    sys.path_importer_cache.clear()
    gc.freeze()


class _Zygote:
    """Obeys orders for workers and tells of their ends."""

    def __init__(self, control: socket.socket, plan: seal.Plan, trace: int) -> None:
        self._control = control
        self._trace = trace
        self._plan = plan
        self._workers: dict[int, int] = {}
        self._poll = select.poll()
        self._poll.register(control, select.POLLIN)

    def serve(self) -> NoReturn:
        """Wait for orders and for the ends of workers, until the parent is gone."""
        while True:
            for descriptor, _ in self._poll.poll():
                if descriptor in self._workers:
                    self._reap(descriptor)
                else:
                    self._obey(*_receive(self._control))

    def _obey(self, order: dict[str, Any], descriptors: list[int]) -> None:
        try:
            self._load(order["preload"])
            pid = os.fork()
        except Exception as error:  # noqa: BLE001 - a module may raise anything; told to the parent
            _tell(self._control, {"failed": repr(error)})
            pid = -1
        if pid == 0:
            _become_worker(order, descriptors, plan=self._plan, trace=self._trace)
        for descriptor in descriptors:
            os.close(descriptor)
        if pid > 0:
            self._watch(pid)

    def _load(self, names: list[str] | None) -> None:
        policy.load(sorted(policy.ALLOWED) if names is None else names)
        if len(sys.modules) != self._plan.modules:
            self._plan = seal.recount(self._plan)
            _settle()

    def _watch(self, pid: int) -> None:
        descriptor = os.pidfd_open(pid)
        self._workers[descriptor] = pid
        self._poll.register(descriptor, select.POLLIN)
        _tell(self._control, {"pid": pid}, (descriptor,))

    def _reap(self, descriptor: int) -> None:
        self._poll.unregister(descriptor)
        os.close(descriptor)
        pid, status, used = os.wait4(self._workers.pop(descriptor), 0)
        told = {"exited": pid, "status": status, "peak_memory_bytes": used.ru_maxrss * _KIB}
        _tell(self._control, {**told, "cpu_seconds": used.ru_utime + used.ru_stime})


def _receive(control: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Take an order, or end where there will be none."""
    try:
        data, descriptors, _, _ = socket.recv_fds(control, _MESSAGE_BYTES_MAX, 4)
    except ConnectionResetError:
        os._exit(0)
    if not data:
        os._exit(0)
    return json.loads(data), list(descriptors)


def _tell(control: socket.socket, message: dict[str, Any], descriptors: tuple[int, ...] = ()) -> None:
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        socket.send_fds(control, [json.dumps(message).encode()], descriptors)


def _become_worker(order: dict[str, Any], descriptors: list[int], *, plan: seal.Plan, trace: int) -> NoReturn:
    try:
        job, results, output, trace_pipe = descriptors
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.dup2(trace_pipe, trace)
        lock = partial(
            seal.seal,
            plan,
            keep={0, 1, 2, job, results, trace},
            memory_bytes=order["memory_bytes"],
            cpu_seconds=order["cpu_seconds"],
        )
        worker.serve(Channel(job, results), complete=order["preload"] is None, seal=lock)
    finally:
        os._exit(1)


if __name__ == "__main__":
    sys.exit("started by the grader alone")
