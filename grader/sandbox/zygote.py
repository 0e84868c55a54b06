"""The parent's view of the zygote: orders workers, hears of their ends, and starts a new zygote when one dies."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from grader.errors import InternalError
from grader.messages import message
from grader.sandbox.launch import Zygote, start_zygote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model.report import Level

_MESSAGE_BYTES_MAX: Final = 1 << 16
_ANSWER_SECONDS: Final = 30.0


class Worker(NamedTuple):
    """A live worker: its process, and our ends of its pipes. `output` is None for a silent one."""

    pid: int
    pidfd: int
    job: int
    results: int
    output: int | None
    trace: int

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

    `canaries` holds True for each attack that was stopped; `failed` the layers that the machine has but that could
    not be used, with the error.
    """

    level: Level
    layers: tuple[str, ...]
    canaries: dict[str, bool]
    failed: dict[str, str]


class ZygoteLost(Exception):
    """The zygote died or no longer answers."""


class ZygoteHandle:
    """A zygote that can be asked for workers, one at a time.

    Parameters
    ----------
    started : Zygote or None
        One that was started early; None starts one now.
    warm : bool
        Whether a new one loads all the allowed modules at once.
    without : sequence of str
        Layers of isolation to leave out.
    extra : sequence of str
        Modules that are allowed beside the policy's.
    """

    def __init__(
        self, started: Zygote | None, *, warm: bool, without: Sequence[str] = (), extra: Sequence[str] = ()
    ) -> None:
        self.warm = warm
        self._without = tuple(without)
        self._extra = tuple(extra)
        self._proof: Proof | None = None
        self._zygote = started or self._start()

    @property
    def pid(self) -> int:
        """The zygote's process."""
        return self._zygote.pid

    def proof(self) -> Proof:
        """What the zygote found out about this machine's isolation when it started. Raises `ZygoteLost`."""
        if self._proof is None:
            told, _ = self._hear()
            ready = told["ready"]
            self._proof = Proof(ready["level"], tuple(ready["layers"]), ready["canaries"], ready["failed"])
        return self._proof

    def spawn(self, order: dict[str, Any], *, silent: bool) -> Worker:
        """Have a worker forked.

        Raises
        ------
        ZygoteLost
            When the zygote is gone; `restart` makes a new one.
        InternalError
            When the machine has no room for another process.
        """
        self.proof()
        pipes = [os.pipe() for _ in range(3)]
        (job_read, job), (results, results_write), (trace, trace_write) = pipes
        output, output_write = (None, os.open(os.devnull, os.O_WRONLY)) if silent else os.pipe()
        theirs = (job_read, results_write, output_write, trace_write)
        ours = tuple(end for end in (job, results, output, trace) if end is not None)
        try:
            socket.send_fds(self._zygote.control, [json.dumps(order).encode()], theirs)
            told, descriptors = self._hear()
        except OSError as error:
            for end in ours:
                os.close(end)
            raise ZygoteLost from error
        finally:
            for end in theirs:
                os.close(end)
        if "pid" not in told:
            for end in ours:
                os.close(end)
            raise InternalError(message("sandbox.no_worker", detail=str(told.get("failed"))))
        for end in (job, results, trace, *(() if output is None else (output,))):
            os.set_blocking(end, False)  # noqa: FBT003 - positional only
        return Worker(told["pid"], descriptors[0], job, results, output, trace)

    def await_exit(self, worker: Worker) -> Exit:
        """Wait for a worker that was killed, or that has ended by itself. Raises `ZygoteLost`."""
        while True:
            told, _ = self._hear()
            if told.get("exited") == worker.pid:
                status = int(told["status"])
                code = os.waitstatus_to_exitcode(status)
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
        self._proof = None

    def close(self) -> None:
        """End the zygote, and with it its workers."""
        self._zygote.control.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._zygote.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._zygote.pid, 0)

    def _start(self) -> Zygote:
        return start_zygote(warm=self.warm, without=self._without, extra=self._extra)

    def _hear(self) -> tuple[dict[str, Any], list[int]]:
        control = self._zygote.control
        control.settimeout(_ANSWER_SECONDS)
        deadline = time.monotonic() + _ANSWER_SECONDS
        try:
            data, descriptors, _, _ = socket.recv_fds(control, _MESSAGE_BYTES_MAX, 1)
        except OSError as error:
            raise ZygoteLost from error
        if not data or time.monotonic() > deadline:
            raise ZygoteLost
        told: dict[str, Any] = json.loads(data)
        return told, list(descriptors)
