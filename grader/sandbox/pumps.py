"""Turns the pipes of a worker into events in a queue, by threads: what works on every operating system."""

from __future__ import annotations

import contextlib
import os
import select
import sys
import threading
import time
from typing import TYPE_CHECKING, Final, TypeAlias

from grader.sandbox.conversation import Event, Stream

if TYPE_CHECKING:
    import queue
    from collections.abc import Callable
    from typing import IO

Events: TypeAlias = "queue.Queue[Event]"

_READ_BYTES: Final = 1 << 16
_CATCH_UP_SECONDS: Final = 0.02


def started(target: Callable[..., None], *arguments: object) -> threading.Thread:
    """Start a thread that does not keep the grader from ending."""
    thread = threading.Thread(target=target, args=arguments, daemon=True)
    thread.start()
    return thread


def pump_results(pipe: IO[bytes], events: Events) -> None:
    """Queue what a worker sends until it ends or closes its end."""
    data = b"more"
    with pipe:
        while data:
            data = os.read(pipe.fileno(), _READ_BYTES)
            events.put(Event(Stream.RESULTS, data))


def feed(pipe: IO[bytes], outgoing: queue.Queue[bytes | None]) -> None:
    """Write what is queued for a worker, until None; its end is seen on the other pipes."""
    with pipe, contextlib.suppress(OSError):
        while (data := outgoing.get()) is not None:
            left = memoryview(data)
            while left:
                left = left[os.write(pipe.fileno(), left) :]


class OutputPump:
    """Queues what a worker prints, and can tell when it has caught up.

    Output and results come through two pipes. What was printed before an answer must be queued before that
    is taken, or it would be counted as the next case's.

    Parameters
    ----------
    pipe : binary file
        The worker's output.
    events : queue of Event
        Where to queue it.
    """

    def __init__(self, pipe: IO[bytes], events: Events) -> None:
        self._pipe = pipe
        self._events = events
        self._turn = threading.Lock()
        self.thread = started(self._run)

    def catch_up(self) -> None:
        """Wait until what is in the pipe now is queued; only for a moment where that cannot be known."""
        deadline = time.monotonic() + _CATCH_UP_SECONDS
        while self._turn.acquire(timeout=max(0.0, deadline - time.monotonic())):
            try:
                if self._pipe.closed or not _is_readable(self._pipe, wait=False):
                    return
            finally:
                self._turn.release()
            time.sleep(0)  # the other thread's turn

    def _run(self) -> None:
        while not self._pipe.closed:
            _is_readable(self._pipe, wait=True)
            with self._turn:
                data = os.read(self._pipe.fileno(), _READ_BYTES)
                self._events.put(Event(Stream.OUTPUT, data))
                if not data:
                    self._pipe.close()


def _is_readable(pipe: IO[bytes], *, wait: bool) -> bool:
    """Whether a read would not block; on Windows, where a pipe cannot be asked, it may."""
    if sys.platform == "win32":
        return True
    poll = select.poll()
    poll.register(pipe.fileno(), select.POLLIN)
    return bool(poll.poll(None if wait else 0))
