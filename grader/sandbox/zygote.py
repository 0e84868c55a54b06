"""The parent's view of the zygote: orders workers, hears of their ends, and replaces a zygote that died."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from grader.errors import InternalError
from grader.messages import message
from grader.sandbox.launch import Zygote, start_zygote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model.report import Level

_MESSAGE_BYTES_MAX: Final = 1 << 16
_READY_SECONDS: Final = 120.0
_ANSWER_SECONDS: Final = 30.0


class Worker(NamedTuple):
    """A live worker: its process, and our ends of its pipes. `output` is None for a silent one."""

    pid: int
    pidfd: int
    job: int
    results: int
    trace: int
    output: int | None

    def close(self) -> None:
        """Close our ends."""
        for descriptor in (self.pidfd, self.job, self.results, self.output, self.trace):
            if descriptor is not None:
                os.close(descriptor)


class Exit(NamedTuple):
    """How a worker ended, and what it had used."""

    signal: int | None
    status: int | None
    peak_memory_bytes: int
    cpu_seconds: float


class Proof(NamedTuple):
    """What a probe worker proved when the zygote started.

    `canaries` holds True for each attack that was stopped; `failed` the layers that the machine has but that
    could not be used, with the error.
    """

    level: Level
    layers: tuple[str, ...]
    canaries: dict[str, bool]
    failed: dict[str, str]


class ZygoteLostError(Exception):
    """The zygote died or no longer answers."""


class ZygoteHandle:
    """A zygote that can be asked for workers, one at a time.

    Parameters
    ----------
    started : Zygote or None
        One that was started early, before it was known what for; None starts one now.
    without : sequence of str
        Layers of isolation to leave out.
    extra : sequence of str
        Modules that are allowed beside the policy's.
    """

    def __init__(
        self, started: Zygote | None, *, without: Sequence[str] = (), extra: Sequence[str] = ()
    ) -> None:
        self._without = tuple(without)
        self._extra = tuple(extra)
        self._proof: Proof | None = None
        self._zygote: Zygote | None = started
        if started is not None and (without or extra):
            self.close()
        if self._zygote is None:
            self._zygote = self._start()

    @property
    def pid(self) -> int | None:
        """The zygote's process; None when it was closed."""
        return None if self._zygote is None else self._zygote.pid

    def proof(self) -> Proof:
        """Hear what the zygote found out about this machine's isolation when it started.

        Raises
        ------
        ZygoteLostError
            When it died of it.
        """
        if self._proof is None:
            told, _ = self._hear(_READY_SECONDS)
            ready = told["ready"]
            self._proof = Proof(ready["level"], tuple(ready["layers"]), ready["canaries"], ready["failed"])
        return self._proof

    def spawn(self, order: dict[str, Any], *, silent: bool) -> Worker:
        """Have a worker forked.

        Raises
        ------
        ZygoteLostError
            When the zygote is gone; `restart` makes a new one.
        InternalError
            When the machine has no room for another process.
        """
        self.proof()
        with contextlib.ExitStack() as ours:
            with contextlib.ExitStack() as handed_over:
                pipes = _open_pipes(ours, handed_over, silent=silent)
                self._tell(order, pipes.theirs)
            told, descriptors = self._hear_of("pid", "failed")
            if "pid" not in told:
                raise InternalError(message("sandbox.no_worker", detail=str(told["failed"])))
            ours.pop_all()
        return Worker(told["pid"], descriptors[0], *pipes.ours)

    def await_exit(self, worker: Worker) -> Exit:
        """Wait for a worker that was killed, or that has ended by itself. Raises `ZygoteLostError`."""
        while True:
            told, _ = self._hear_of("exited")
            if told["exited"] == worker.pid:
                code = os.waitstatus_to_exitcode(int(told["status"]))
                return Exit(
                    -code if code < 0 else None,
                    code if code >= 0 else None,
                    int(told["peak_memory_bytes"]),
                    float(told["cpu_seconds"]),
                )

    def restart(self) -> None:
        """Replace a zygote that was lost."""
        self.close()
        self._zygote = self._start()

    def close(self) -> None:
        """End the zygote, and with it its workers."""
        zygote, self._zygote, self._proof = self._zygote, None, None
        if zygote is None:
            return
        zygote.control.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(zygote.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(zygote.pid, 0)

    def _start(self) -> Zygote:
        return start_zygote(without=self._without, extra=self._extra)

    def _tell(self, order: dict[str, Any], descriptors: Sequence[int]) -> None:
        if self._zygote is None:
            raise ZygoteLostError
        try:
            socket.send_fds(self._zygote.control, [json.dumps(order).encode()], descriptors)
        except OSError as error:
            raise ZygoteLostError from error

    def _hear_of(self, *subjects: str) -> tuple[dict[str, Any], list[int]]:
        """Hear the next message about one of these; others are about workers that nobody waits for."""
        while True:
            told, descriptors = self._hear(_ANSWER_SECONDS)
            if not told.keys().isdisjoint(subjects):
                return told, descriptors

    def _hear(self, seconds: float) -> tuple[dict[str, Any], list[int]]:
        if self._zygote is None:
            raise ZygoteLostError
        control = self._zygote.control
        control.settimeout(seconds)
        try:
            data, descriptors, _, _ = socket.recv_fds(control, _MESSAGE_BYTES_MAX, 1)
        except OSError as error:
            raise ZygoteLostError from error
        if not data:
            raise ZygoteLostError
        told: dict[str, Any] = json.loads(data)
        return told, list(descriptors)


class _Pipes(NamedTuple):
    """Our ends in the order of `Worker`, the worker's in the order of the zygote's protocol."""

    ours: tuple[int, int, int, int | None]
    theirs: tuple[int, int, int, int]


def _open_pipes(ours: contextlib.ExitStack, theirs: contextlib.ExitStack, *, silent: bool) -> _Pipes:
    """Open what a worker talks through; what the stacks hold is closed with them."""
    try:
        job, job_ours = _open_pipe(theirs, ours)
        results_ours, results = _open_pipe(ours, theirs)
        trace_ours, trace = _open_pipe(ours, theirs)
        output_ours, output = (None, _open_null(theirs)) if silent else _open_pipe(ours, theirs)
    except OSError as error:
        raise InternalError(message("sandbox.no_worker", detail=str(error))) from error
    for end in (job_ours, results_ours, trace_ours, output_ours):
        if end is not None:
            os.set_blocking(end, False)
    return _Pipes((job_ours, results_ours, trace_ours, output_ours), (job, results, output, trace))


def _open_pipe(reader: contextlib.ExitStack, writer: contextlib.ExitStack) -> tuple[int, int]:
    read, write = os.pipe()
    reader.callback(os.close, read)
    writer.callback(os.close, write)
    return read, write


def _open_null(owner: contextlib.ExitStack) -> int:
    null = os.open(os.devnull, os.O_WRONLY)
    owner.callback(os.close, null)
    return null
