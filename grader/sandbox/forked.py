"""The Linux sandbox: workers forked from a zygote and sealed by the kernel."""

from __future__ import annotations

import contextlib
import math
import os
import re
import select
import signal
import time
from typing import TYPE_CHECKING, Any, Final, TypeVar

from grader.errors import InternalError
from grader.messages import message
from grader.model.report import Isolation
from grader.sandbox.conversation import Conversation, Death, Event, Stream
from grader.sandbox.interface import Sandbox
from grader.sandbox.jobs import KilledInSetUpError, WantingError, run_job
from grader.sandbox.words import modules_named
from grader.sandbox.zygote import Exit, Worker, ZygoteHandle, ZygoteLostError

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.sandbox.interface import Job, JobResult

_T = TypeVar("_T")
_READ_BYTES: Final = 1 << 16
"""As much as a pipe holds."""
_STATUS_BYTES_MAX: Final = 1 << 13
_PEAK = re.compile(rb"^VmHWM:\s*(\d+) kB$", re.MULTILINE)
_CPU_SPARE_SECONDS: Final = 2
_CPU_SECONDS_MAX: Final = 1 << 30
_TRIES: Final = 2


class ForkedLink:
    """A worker of the zygote, seen through pipes and a pidfd."""

    def __init__(self, zygote: ZygoteHandle, worker: Worker, *, cpu_seconds: int) -> None:
        self._zygote = zygote
        self._worker = worker
        self._cpu_seconds = cpu_seconds
        self._outgoing = bytearray()
        self._status: int | None = None
        self._streams = {
            worker.results: Stream.RESULTS,
            worker.trace: Stream.TRACE,
            worker.pidfd: Stream.ENDED,
        }
        if worker.output is not None:
            self._streams[worker.output] = Stream.OUTPUT
        self._poll = select.poll()
        for descriptor in self._streams:
            self._poll.register(descriptor, select.POLLIN)

    def send(self, data: bytes) -> None:
        """Write what the pipe takes, and queue the rest."""
        self._outgoing += data
        self._write()
        if self._outgoing:
            self._poll.register(self._worker.job, select.POLLOUT)

    def wait(self, seconds: float) -> list[Event]:
        """Wait for bytes, for the end of a stream or for the end of the process."""
        deadline = time.monotonic() + seconds
        while True:
            ready = self._poll.poll(math.ceil(max(0.0, seconds) * 1000))
            events = [event for descriptor, _ in ready if (event := self._attend(descriptor)) is not None]
            seconds = deadline - time.monotonic()
            if events or seconds <= 0:
                return events

    def peak_memory_bytes(self) -> int | None:
        """Read the high-water mark of the worker's resident memory; None when it has ended."""
        try:
            if self._status is None:
                self._status = os.open(f"/proc/{self._worker.pid}/status", os.O_RDONLY)
            found = _PEAK.search(os.pread(self._status, _STATUS_BYTES_MAX, 0))
        except OSError:
            return None
        return None if found is None else int(found[1]) * 1024

    def request_trace(self) -> bool:
        """Send the signal that makes a worker write where it is."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._worker.pidfd, signal.SIGUSR1)
        return True

    def drop(self) -> None:
        """Kill the worker; the zygote takes note of its end, and nobody waits for that."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._worker.pidfd, signal.SIGKILL)

    def kill(self) -> Death:
        """Kill the worker and hear from the zygote how it ended."""
        self.drop()
        ended = self._zygote.await_exit(self._worker)
        return Death(ended.signal, ended.status, ended.peak_memory_bytes, self._cpu_limited(ended))

    def close(self) -> None:
        """Close the pipes."""
        if self._status is not None:
            os.close(self._status)
        self._worker.close()

    def _cpu_limited(self, ended: Exit) -> bool:
        return ended.signal == signal.SIGXCPU or (
            ended.signal == signal.SIGKILL and ended.cpu_seconds >= self._cpu_seconds
        )

    def _attend(self, descriptor: int) -> Event | None:
        stream = self._streams.get(descriptor)
        if stream is None:
            self._write()
            if not self._outgoing:
                self._poll.unregister(descriptor)
            return None
        try:
            data = os.read(descriptor, _READ_BYTES) if stream is not Stream.ENDED else b""
        except BlockingIOError:
            return None
        if not data:
            self._poll.unregister(descriptor)
        return Event(stream, data)

    def _write(self) -> None:
        try:
            with memoryview(self._outgoing) as outgoing:
                written = os.write(self._worker.job, outgoing)
            del self._outgoing[:written]
        except BlockingIOError:
            return
        except BrokenPipeError:  # its end is seen on the other streams
            self._outgoing.clear()


class ForkedSandbox(Sandbox):
    """Runs jobs in workers of a zygote.

    Parameters
    ----------
    zygote : ZygoteHandle
        Where workers come from.
    complete : bool
        Whether they have all the allowed modules loaded, or those that the sources name until one needs more.
    """

    def __init__(self, zygote: ZygoteHandle, *, complete: bool = False) -> None:
        self._zygote = zygote
        self._complete = complete

    @property
    def isolation(self) -> Isolation:
        """What keeps a submission from the machine, as a probe worker proved."""
        proof = self._retrying(self._zygote.proof)
        return Isolation(level=proof.level, layers=proof.layers, canaries=proof.canaries, failed=proof.failed)

    def run(self, job: Job) -> JobResult:
        """Run one job; a zygote that dies under it is replaced and the job run again, once."""
        try:
            return self._retrying(lambda: self._run(job))
        except InternalError:
            raise
        except BaseException:  # interrupted: what the zygote says next would be misunderstood
            self._zygote.close()
            raise

    def close(self) -> None:
        """End the zygote and its workers."""
        self._zygote.close()

    def _retrying(self, work: Callable[[], _T]) -> _T:
        for _ in range(_TRIES):
            try:
                return work()
            except ZygoteLostError:
                self._zygote.restart()
        raise InternalError(message("sandbox.zygote_lost", tries=_TRIES))

    def _run(self, job: Job) -> JobResult:
        try:
            return self._run_with_modules(job)
        except WantingError:
            self._complete = True  # from now on: they stay loaded
            return self._run_with_modules(job)

    def _run_with_modules(self, job: Job) -> JobResult:
        preload = None if self._complete else modules_named(job.source)
        try:
            return run_job(job, self._open(job, preload), complete=self._complete)
        except KilledInSetUpError as error:
            raise ZygoteLostError from error

    def _open(self, job: Job, preload: list[str] | None) -> Callable[[int], Conversation]:
        cpu_seconds = int(min(job.wall_seconds, _CPU_SECONDS_MAX)) + _CPU_SPARE_SECONDS
        order: dict[str, Any] = {
            "memory_bytes": job.memory_bytes,
            "cpu_seconds": cpu_seconds,
            "preload": preload,
        }

        def open_conversation(printed_bytes: int) -> Conversation:
            worker = self._zygote.spawn(order, silent=job.silent)
            link = ForkedLink(self._zygote, worker, cpu_seconds=cpu_seconds)
            return Conversation(link, job, printed_bytes=printed_bytes)

        return open_conversation
