"""One worker from its first frame to its last: feeds it, listens to it, and ends it at its limits.

Time is kept here and the worker is killed from here; nothing that it says about itself changes that.
"""

from __future__ import annotations

import enum
import re
import time
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from grader.model.observation import (
    Captured,
    Crashed,
    Ended,
    Garbled,
    OutOfMemory,
    OutputTooLarge,
    TimedOut,
    TraceLine,
)
from grader.sandbox.wire import HEAD

if TYPE_CHECKING:
    from grader.sandbox.interface import Job

KEPT_BYTES: Final = 64 << 10
"""How much of what a case printed is kept."""
_TRACE_SECONDS: Final = 0.2
_TRACE_LINES_MAX: Final = 8
_NEAR_CAP: Final = 0.9
_STACK_LINE = re.compile(r'File "/submission\.py", line (\d{1,7}) in ([^\n]{1,200})')


class Stream(enum.Enum):
    """What a link can report on."""

    RESULTS = enum.auto()
    OUTPUT = enum.auto()
    TRACE = enum.auto()
    ENDED = enum.auto()


class Event(NamedTuple):
    """Bytes from one stream; none for its end."""

    stream: Stream
    data: bytes


class Death(NamedTuple):
    """How the worker's process ended; `cpu_limited` when the kernel ended it for its CPU time."""

    signal: int | None
    status: int | None
    peak_memory_bytes: int | None
    cpu_limited: bool = False


class Link(Protocol):
    """A live worker and the pipes to it, on some operating system."""

    def send(self, data: bytes) -> None:
        """Queue bytes for the worker; they go out while `wait` waits."""

    def wait(self, seconds: float) -> list[Event]:
        """What has arrived, waiting at most so long for the first of it. Empty when nothing has."""
        ...

    def peak_memory_bytes(self) -> int | None:
        """Of the living worker, as the operating system counts."""
        ...

    def request_trace(self) -> bool:
        """Ask for the stack of a worker that is stuck; whether it can be asked at all."""
        ...

    def kill(self) -> Death:
        """End the worker, if it still lives, and say how it ended."""
        ...

    def close(self) -> None:
        """Let go of the pipes."""


class Frame(NamedTuple):
    """A frame of the worker, unread."""

    kind: bytes
    payload: bytes


class Conversation:
    """Talks to one worker until it has ended.

    Parameters
    ----------
    link : Link
        The worker.
    job : Job
        Its limits.
    deadline : float
        When the whole job must be over, on the monotonic clock.
    printed_bytes : int
        What the submission has printed before, in workers that this one replaces.
    """

    def __init__(self, link: Link, job: Job, *, deadline: float, printed_bytes: int = 0) -> None:
        self._link = link
        self._job = job
        self._deadline = deadline
        self._results = bytearray()
        self._kept = bytearray()
        self._cut_bytes = 0
        self._trace = bytearray()
        self._closed = False
        self._answer_bytes_max = 0
        self.printed_bytes = printed_bytes
        self.ended: Ended | None = None
        self.peak_memory_bytes: int | None = None

    def ask(self, data: bytes, *, answer_bytes_max: int, timeout_seconds: float | None = None) -> Frame | Ended:
        """Send a frame (or nothing, to hear the next one) and wait for an answer, or for the worker's end."""
        if data and self._results:  # an answer to nothing that was asked
            self._end(Garbled())
        self._answer_bytes_max = answer_bytes_max
        if data and self.ended is None:
            self._link.send(data)
        deadline = self._deadline
        if timeout_seconds is not None:
            deadline = min(deadline, time.monotonic() + timeout_seconds)
        while self.ended is None:
            frame = self._next_frame()
            if frame is not None:
                self._settle()
                return frame
            left = deadline - time.monotonic()
            if left <= 0:
                limit = timeout_seconds if timeout_seconds is not None and deadline < self._deadline else None
                self._end(TimedOut(limit_seconds=limit or self._job.wall_seconds, trace=self._ask_for_trace()))
            elif not self._pump(0 if self._closed else left) and self._closed:
                self._end_by_itself()
        return self.ended

    def take_printed(self) -> Captured:
        """What was printed since the last time."""
        text = self._kept.decode("utf-8", "replace")
        captured = Captured(text=text, cut_bytes=self._cut_bytes)
        self._kept.clear()
        self._cut_bytes = 0
        return captured

    def close(self) -> None:
        """End the worker, if it has not ended."""
        if self.ended is None:
            self._link.kill()
        self._link.close()

    def _next_frame(self) -> Frame | None:
        if len(self._results) < HEAD.size:
            return None
        kind, length = HEAD.unpack_from(self._results)
        if length > self._answer_bytes_max:
            self._end(Garbled())
            return None
        if len(self._results) < HEAD.size + length:
            return None
        payload = bytes(self._results[HEAD.size : HEAD.size + length])
        del self._results[: HEAD.size + length]
        return Frame(kind, payload)

    def _settle(self) -> None:
        """Take what was printed before the frame was sent, and note the memory."""
        printed = -1
        while self.ended is None and printed != self.printed_bytes:
            printed = self.printed_bytes
            self._pump(0)
        self.peak_memory_bytes = self._link.peak_memory_bytes() or self.peak_memory_bytes

    def _pump(self, seconds: float) -> bool:
        events = self._link.wait(seconds)
        for event in events:
            self._take(event)
        return bool(events)

    def _take(self, event: Event) -> None:
        if event.stream is Stream.OUTPUT:
            self._keep(event.data)
        elif event.stream is Stream.TRACE:
            self._trace += event.data[: KEPT_BYTES - len(self._trace)]
        elif event.data:
            self._results += event.data
            if len(self._results) > self._answer_bytes_max + HEAD.size and self.ended is None:
                self._end(Garbled())
        else:  # the channel or the process is at its end; what is still in the pipes comes yet
            self._closed = True

    def _keep(self, data: bytes) -> None:
        self.printed_bytes += len(data)
        room = KEPT_BYTES - len(self._kept)
        self._kept += data[:room]
        self._cut_bytes += len(data[room:])
        if self.printed_bytes > self._job.output_bytes and self.ended is None:
            self._end(OutputTooLarge(limit_bytes=self._job.output_bytes))

    def _ask_for_trace(self) -> tuple[TraceLine, ...]:
        if not self._link.request_trace():
            return ()
        until = time.monotonic() + _TRACE_SECONDS
        while (left := until - time.monotonic()) > 0 and not self._closed:
            seen = len(self._trace)
            self._pump(left)
            if len(self._trace) > seen:  # one write a line: a pause means that it is complete
                until = min(until, time.monotonic() + _TRACE_SECONDS / 4)
        found = _STACK_LINE.findall(self._trace.decode("utf-8", "replace"))[:_TRACE_LINES_MAX]
        return tuple(TraceLine(line=int(line), function=function) for line, function in reversed(found))

    def _end_by_itself(self) -> None:
        death = self._link.kill()
        self.peak_memory_bytes = death.peak_memory_bytes or self.peak_memory_bytes
        cap = self._job.memory_bytes
        if death.cpu_limited:
            self.ended = TimedOut(limit_seconds=self._job.wall_seconds, clock="cpu")
        elif death.signal is not None and (death.peak_memory_bytes or 0) >= _NEAR_CAP * cap:
            self.ended = OutOfMemory(limit_bytes=cap)
        else:
            self.ended = Crashed(signal=death.signal, status=death.status)

    def _end(self, ended: Ended) -> None:
        self.ended = ended
        death = self._link.kill()
        self.peak_memory_bytes = death.peak_memory_bytes or self.peak_memory_bytes
