"""The sandbox of systems other than Linux: a new process for each job, its pipes read by threads."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, Final

from grader.errors import InternalError
from grader.messages import message
from grader.model.report import Isolation
from grader.sandbox.confinement import Confinement, Hold, Unconfined, confinement_of
from grader.sandbox.conversation import Conversation, Death, Event, Stream
from grader.sandbox.interface import Sandbox
from grader.sandbox.jobs import WantingError, run_job
from grader.sandbox.launch import boot_arguments, spawned_environment
from grader.sandbox.proving import prove
from grader.sandbox.pumps import Events, OutputPump, feed, pump_results, started
from grader.sandbox.words import modules_named

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.sandbox.interface import Job, JobResult

_EVENTS_MAX: Final = 64
_CPU_SPARE_SECONDS: Final = 2
_CPU_SECONDS_MAX: Final = 1 << 30
_DRAIN_SECONDS: Final = 0.5
"""How long after a worker's end its pipes are read: what it left behind may hold them open for ever."""
_JOIN_SECONDS: Final = 0.01


class SpawnedLink:
    """A worker in a process of its own, its pipes pumped by threads: what works everywhere."""

    def __init__(
        self, arguments: Sequence[str], confinement: Confinement, hold: Callable[[int], Hold], *, silent: bool
    ) -> None:
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own arguments
                confinement.arguments(arguments),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL if silent else subprocess.PIPE,
                env=spawned_environment(),
                bufsize=0,
                start_new_session=True,
                creationflags=confinement.creation_flags,
            )
        except OSError as error:
            raise InternalError(message("sandbox.no_worker", detail=str(error))) from error
        self._hold = self._held(hold)
        # Bounded, so that a flood waits in the pipe and not in our memory.
        self._events: Events = queue.Queue(maxsize=_EVENTS_MAX)
        self._outgoing: queue.Queue[bytes | None] = queue.Queue()
        self._output = (
            None if self._process.stderr is None else OutputPump(self._process.stderr, self._events)
        )
        self._readers = [started(pump_results, self._process.stdout, self._events)]
        if self._output is not None:
            self._readers.append(self._output.thread)
        self._feeder = started(feed, self._process.stdin, self._outgoing)
        self._watcher = started(self._watch)

    def send(self, data: bytes) -> None:
        """Queue bytes for the worker."""
        self._outgoing.put(data)

    def wait(self, seconds: float) -> list[Event]:
        """Wait for bytes or for the end of a stream."""
        events: list[Event] = []
        with contextlib.suppress(queue.Empty):
            events.append(self._events.get(timeout=seconds) if seconds > 0 else self._events.get_nowait())
        self._take_queued(events)
        if self._output is not None and any(event.stream is Stream.RESULTS for event in events):
            self._output.catch_up()
            self._take_queued(events)
        return events

    def peak_memory_bytes(self) -> int | None:
        """Ask where the operating system says it: there is no way that works everywhere."""
        return self._hold.peak_memory_bytes()

    def request_trace(self) -> bool:
        """Say that a worker cannot be asked."""
        return False

    def drop(self) -> None:
        """Kill the worker; there is no zygote to take note of its end."""
        self.kill()

    def kill(self) -> Death:
        """Kill the worker, with its process group where there are such."""
        if self._process.returncode is None:
            self._kill_group()
        while self._watcher.is_alive():
            self.wait(0)
            self._watcher.join(timeout=_JOIN_SECONDS)
        code = self._process.returncode
        peak = self._hold.peak_memory_bytes()
        return Death(
            -code if code < 0 else None, code if code >= 0 else None, peak, self._hold.is_cpu_limit(code)
        )

    def close(self) -> None:
        """Let the threads end; one whose pipe is held open by what a worker left behind is let be."""
        self._outgoing.put(None)
        deadline = time.monotonic() + _DRAIN_SECONDS
        for thread in (self._feeder, *self._readers):
            while thread.is_alive() and time.monotonic() < deadline:
                self.wait(0)
                thread.join(timeout=_JOIN_SECONDS)
        self._hold.close()

    def _held(self, hold: Callable[[int], Hold]) -> Hold:
        """Take hold of the process, which has not been sent a byte of the submission; else it must go."""
        try:
            return hold(self._process.pid)
        except OSError as error:
            with self._process:
                self._process.kill()
            raise InternalError(message("sandbox.no_worker", detail=str(error))) from error

    def _kill_group(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if sys.platform == "win32":
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)

    def _watch(self) -> None:
        """Tell of the end of the process when all that it had written is queued."""
        self._process.wait()
        self._kill_group()  # what it left behind; its number cannot be another's so soon
        deadline = time.monotonic() + _DRAIN_SECONDS
        for reader in self._readers:
            reader.join(timeout=max(0.0, deadline - time.monotonic()))
        self._events.put(Event(Stream.ENDED))

    def _take_queued(self, events: list[Event]) -> None:
        with contextlib.suppress(queue.Empty):
            for _ in range(_EVENTS_MAX):
                events.append(self._events.get_nowait())  # noqa: PERF401 - what was taken before it is empty stays


class SpawnedSandbox(Sandbox):
    """Runs each job in new processes.

    Parameters
    ----------
    extra : sequence of str
        Modules that the exercise allows beside numpy and the standard library.
    confinement : Confinement or None
        What is put around each process; None for what this operating system has.
    """

    def __init__(self, *, extra: Sequence[str] = (), confinement: Confinement | None = None) -> None:
        self._extra = list(extra)
        self._confinement = confinement or confinement_of(sys.platform, extra=extra)
        self._isolation: Isolation | None = None

    @property
    def isolation(self) -> Isolation:
        """What a probe proved of this operating system's confinement, the first time that it is asked for."""
        if self._isolation is None:
            self._isolation = self._prove()
        return self._isolation

    def run(self, job: Job) -> JobResult:
        """Run one job, confined as far as a probe could be."""
        _ = self.isolation  # chooses what is put around the processes
        try:
            return run_job(job, self._open(job, modules_named(job.source)), complete=False)
        except WantingError:
            return run_job(job, self._open(job, None), complete=True)

    def close(self) -> None:
        """Nothing outlives a job."""

    def _prove(self) -> Isolation:
        """Have a probe prove the confinement; one that lets nothing start is done without, at level N."""
        if isinstance(self._confinement, Unconfined):
            return Isolation(level="N")
        isolation = prove(self._confinement)
        if not isolation.canaries:
            self._confinement = Unconfined()
        return isolation

    def _open(self, job: Job, preload: list[str] | None) -> Callable[[int], Conversation]:
        cpu_seconds = int(min(job.wall_seconds, _CPU_SECONDS_MAX)) + _CPU_SPARE_SECONDS
        limits = {"memory_bytes": job.memory_bytes, "cpu_seconds": cpu_seconds}
        order: dict[str, object] = {"preload": preload, "extra": self._extra, **limits}

        confinement = self._confinement

        def open_conversation(printed_bytes: int) -> Conversation:
            arguments = boot_arguments("spawned", order)
            hold = partial(confinement.attach, **limits)
            link = SpawnedLink(arguments, confinement, hold, silent=job.silent)
            return Conversation(link, job, printed_bytes=printed_bytes)

        return open_conversation
