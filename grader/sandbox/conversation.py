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
from grader.sandbox.wire import EXIT_OUT_OF_MEMORY, HEAD, KINDS

if TYPE_CHECKING:
    from grader.sandbox.interface import Job
    from grader.sandbox.wire import Buffer

KEPT_BYTES: Final = 64 << 10
"""How much of what a case printed is kept."""
_TRACE_SECONDS: Final = 0.2
_TRACE_LINES_MAX: Final = 8
_LAST_BREATH_SECONDS: Final = 1.0
"""How long a worker may still live after its results have ended: a dying one closes them a moment before."""
_WAIT_SECONDS_MAX: Final = 3600.0
_NEAR_CAP: Final = 0.9
_STACK_LINE = re.compile(r'File "/submission\.py", line (\d{1,7}) in ([^\n]{1,200})')


class Stream(enum.Enum):
    """What a link can report on."""

    RESULTS = enum.auto()
    OUTPUT = enum.auto()
    TRACE = enum.auto()
    ENDED = enum.auto()


class Event(NamedTuple):
    """Bytes from one stream; none for its end.

    `ENDED` is the end of the process: all that it has written can be had without waiting from then on.
    """

    stream: Stream
    data: bytes = b""


class Death(NamedTuple):
    """How the worker's process ended; `cpu_limited` when the kernel ended it for its CPU time."""

    signal: int | None
    status: int | None
    peak_memory_bytes: int | None
    cpu_limited: bool = False


class Limit(NamedTuple):
    """When an answer must be there, on the monotonic clock, and the limit to name when it is not."""

    deadline: float
    seconds: float


class Link(Protocol):
    """A live worker and the pipes to it, on some operating system."""

    def send(self, data: bytes) -> None:
        """Queue bytes for the worker; they go out while `wait` waits."""

    def wait(self, seconds: float) -> list[Event]:
        """Take what has arrived, waiting at most so long for the first of it. Empty when nothing has."""
        ...

    def peak_memory_bytes(self) -> int | None:
        """Ask the operating system what the living worker has used."""
        ...

    def request_trace(self) -> bool:
        """Ask for the stack of a worker that is stuck; whether it can be asked at all."""
        ...

    def kill(self) -> Death:
        """End the worker, if it still lives, and say how it ended; to be called once."""
        ...

    def drop(self) -> None:
        """End a worker that is not needed any more, without waiting for its end."""

    def close(self) -> None:
        """Let go of the pipes."""


class Frame(NamedTuple):
    """A frame of the worker, unread."""

    kind: bytes
    payload: Buffer


class Conversation:
    """Talks to one worker until it has ended.

    Parameters
    ----------
    link : Link
        The worker.
    job : Job
        Its limits of memory and output.
    printed_bytes : int
        What the submission has printed before, in workers that this one replaces.
    """

    def __init__(self, link: Link, job: Job, *, printed_bytes: int = 0) -> None:
        self._link = link
        self._job = job
        self._results = bytearray()
        self._kept = bytearray()
        self._cut_bytes = 0
        self._trace = bytearray()
        self._results_closed = False
        self._process_ended = False
        self._answer_bytes_max = 0
        self.printed_bytes = printed_bytes
        self.ended: Ended | None = None
        self.peak_memory_bytes: int | None = None

    def ask(self, data: bytes, *, answer_bytes_max: int, limit: Limit) -> Frame | Ended:
        """Send a frame (or nothing, to hear the next one) and wait for an answer, or for the worker's end."""
        self._answer_bytes_max = answer_bytes_max
        if data and self._results:  # an answer to nothing that was asked
            self._end(Garbled())
        if data and self.ended is None:
            self._link.send(data)
        while self.ended is None:
            frame = self._next_frame()
            if frame is not None:
                return self._settle(frame)
            if self.ended is not None:
                break
            left = limit.deadline - time.monotonic()
            if left <= 0:
                self._end(TimedOut(limit_seconds=limit.seconds, trace=self._ask_for_trace()))
            elif not self._pump(self._patience(left)) and (self._results_closed or self._process_ended):
                self._end_by_itself()
        return self.ended

    def take_printed(self) -> Captured:
        """Take what was printed since the last time."""
        text = self._kept.decode("utf-8", "replace")
        captured = Captured(text=text, cut_bytes=self._cut_bytes)
        self._kept.clear()
        self._cut_bytes = 0
        return captured

    def close(self) -> None:
        """End the worker, if it has not ended."""
        try:
            if self.ended is None:
                self._link.drop()
        finally:
            self._link.close()

    def _next_frame(self) -> Frame | None:
        if len(self._results) < HEAD.size or self.ended is not None:
            return None
        kind, length = HEAD.unpack_from(self._results)
        if kind not in KINDS or length > self._answer_bytes_max:
            self._end(Garbled())
            return None
        end = HEAD.size + length
        if len(self._results) < end:
            return None
        frame, self._results = self._results, self._results[end:]
        return Frame(kind, memoryview(frame)[HEAD.size : end])

    def _settle(self, frame: Frame) -> Frame | Ended:
        """Take what was printed before the frame was sent, and note the memory."""
        printed = -1
        while self.ended is None and printed != self.printed_bytes:
            printed = self.printed_bytes
            self._pump(0)
        self.peak_memory_bytes = self._link.peak_memory_bytes() or self.peak_memory_bytes
        return self.ended or frame

    def _patience(self, seconds: float) -> float:
        """How long to wait for more, of so many seconds."""
        if self._process_ended:
            return 0
        return min(seconds, _LAST_BREATH_SECONDS if self._results_closed else _WAIT_SECONDS_MAX)

    def _pump(self, seconds: float) -> bool:
        events = self._link.wait(seconds)
        for event in events:
            self._take(event)
        return bool(events)

    def _take(self, event: Event) -> None:
        match event.stream:
            case Stream.OUTPUT:
                self._keep(event.data)
            case Stream.TRACE:
                self._trace += event.data[: KEPT_BYTES - len(self._trace)]
            case Stream.ENDED:
                self._process_ended = True
            case Stream.RESULTS:
                self._results_closed = not event.data
                self._results += event.data
                if len(self._results) > self._answer_bytes_max + HEAD.size:
                    self._end(Garbled())

    def _keep(self, data: bytes) -> None:
        if self._job.silent:
            return
        self.printed_bytes += len(data)
        room = KEPT_BYTES - len(self._kept)
        self._kept += data[:room]
        self._cut_bytes += len(data[room:])
        if self.printed_bytes > self._job.output_bytes:
            self._end(OutputTooLarge(limit_bytes=self._job.output_bytes))

    def _ask_for_trace(self) -> tuple[TraceLine, ...]:
        self._trace.clear()
        if not self._link.request_trace():
            return ()
        until = time.monotonic() + _TRACE_SECONDS
        while (left := until - time.monotonic()) > 0 and self.ended is None and not self._process_ended:
            seen = len(self._trace)
            self._pump(left)
            if len(self._trace) > seen:  # one write a line: a pause means that it is complete
                until = min(until, time.monotonic() + _TRACE_SECONDS / 4)
        return _places(self._trace.decode("utf-8", "replace"))

    def _end_by_itself(self) -> None:
        """Find out how a worker ended that sent no answer, or that can send none any more."""
        death = self._kill()
        cap = self._job.memory_bytes
        if death.cpu_limited:
            self.ended = TimedOut(limit_seconds=self._job.wall_seconds, clock="cpu")
        elif death.status == EXIT_OUT_OF_MEMORY or (
            death.signal is not None and (death.peak_memory_bytes or 0) >= _NEAR_CAP * cap
        ):
            self.ended = OutOfMemory(limit_bytes=cap)
        elif not self._process_ended:  # it lived, and had closed its results
            self.ended = Garbled()
        else:
            self.ended = Crashed(signal=death.signal, status=death.status)

    def _end(self, ended: Ended) -> None:
        if self.ended is None:
            self.ended = ended
            self._kill()

    def _kill(self) -> Death:
        death = self._link.kill()
        self.peak_memory_bytes = death.peak_memory_bytes or self.peak_memory_bytes
        return death


def _places(stack: str) -> tuple[TraceLine, ...]:
    """Find the submission's own lines in a stack dump, the current thread's if it says which that is."""
    _, named, current = stack.partition("Current thread")
    found = _STACK_LINE.findall(current if named else stack)[:_TRACE_LINES_MAX]
    return tuple(TraceLine(line=int(line), function=function) for line, function in reversed(found))
