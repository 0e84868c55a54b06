"""The sandbox of systems other than Linux: a new process for each job, its pipes read by threads."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Final, Self

from grader.model.report import Isolation
from grader.sandbox.conversation import Conversation, Death, Event, Stream
from grader.sandbox.jobs import Wanting, run_job
from grader.sandbox.launch import ENVIRONMENT, boot_arguments
from grader.sandbox.words import modules_named

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType
    from typing import IO

    from grader.sandbox.interface import Job, JobResult

_READ_BYTES: Final = 1 << 16
_CPU_SPARE_SECONDS: Final = 2
_INHERITED: Final = ("SYSTEMROOT", "WINDIR")
"""What Python needs on Windows to start at all."""


class SpawnedLink:
    """A worker in a process of its own, its pipes pumped by threads: what works everywhere."""

    def __init__(self, arguments: Sequence[str]) -> None:
        inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own arguments
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**ENVIRONMENT, **inherited},
            bufsize=0,
            start_new_session=sys.platform != "win32",
        )
        # Bounded, so that a flood waits in the pipe and not in our memory.
        self._events: queue.Queue[Event] = queue.Queue(maxsize=64)
        self._outgoing: queue.Queue[bytes | None] = queue.Queue()
        self._threads = [
            threading.Thread(target=self._pump, args=(self._process.stdout, Stream.RESULTS), daemon=True),
            threading.Thread(target=self._pump, args=(self._process.stderr, Stream.OUTPUT), daemon=True),
            threading.Thread(target=self._feed, daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def send(self, data: bytes) -> None:
        """Queue bytes for the worker."""
        self._outgoing.put(data)

    def wait(self, seconds: float) -> list[Event]:
        """Wait for bytes or for the end of a stream."""
        try:
            events = [self._events.get(timeout=seconds) if seconds > 0 else self._events.get_nowait()]
        except queue.Empty:
            return []
        while not self._events.empty():
            events.append(self._events.get_nowait())
        return events

    def peak_memory_bytes(self) -> int | None:
        """Unknown: there is no way to ask that works everywhere."""
        return None

    def request_trace(self) -> bool:
        """Say that a worker cannot be asked."""
        return False

    def kill(self) -> Death:
        """Kill the worker, with its process group where there are such."""
        self._process.kill()
        code = self._wait()
        return Death(-code if code < 0 else None, code if code >= 0 else None, None)

    def close(self) -> None:
        """Let the threads end and close the pipes."""
        self._outgoing.put(None)
        for thread in self._threads:
            while thread.is_alive():
                self.wait(0)
                thread.join(timeout=0.01)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            _close(stream)

    def _wait(self) -> int:
        while True:
            try:
                return self._process.wait(timeout=0.05)
            except subprocess.TimeoutExpired:
                self.wait(0)

    def _pump(self, pipe: IO[bytes], stream: Stream) -> None:
        while True:
            data = os.read(pipe.fileno(), _READ_BYTES)
            if data or stream is Stream.RESULTS:
                self._events.put(Event(stream, data))
            if not data:
                return

    def _feed(self) -> None:
        while (data := self._outgoing.get()) is not None:
            left = memoryview(data)
            try:
                while left and self._process.stdin is not None:
                    left = left[os.write(self._process.stdin.fileno(), left) :]
            except OSError:  # its end is seen on the other streams
                return


def _close(stream: IO[bytes] | None) -> None:
    if stream is not None:
        stream.close()


class SpawnedSandbox:
    """Runs each job in new processes.

    Parameters
    ----------
    extra : sequence of str
        Modules that the exercise allows beside numpy and the standard library.
    """

    def __init__(self, *, extra: Sequence[str] = ()) -> None:
        self._extra = list(extra)

    @property
    def isolation(self) -> Isolation:
        """A process of its own and the limits of this operating system."""
        return Isolation(level="N", layers=())

    def run(self, job: Job) -> JobResult:
        """Run one job."""
        try:
            return run_job(job, self._open(job, modules_named(job.source)), complete=False)
        except Wanting:
            return run_job(job, self._open(job, None), complete=True)

    def close(self) -> None:
        """Nothing outlives a job."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _open(self, job: Job, preload: list[str] | None) -> Callable[[float, int], Conversation]:
        order: dict[str, object] = {
            "preload": preload,
            "extra": self._extra,
            "memory_bytes": job.memory_bytes,
            "cpu_seconds": int(job.wall_seconds) + _CPU_SPARE_SECONDS,
        }

        def open_conversation(deadline: float, printed_bytes: int) -> Conversation:
            link = SpawnedLink(boot_arguments("spawned", order))
            return Conversation(link, job, deadline=deadline, printed_bytes=printed_bytes)

        return open_conversation
