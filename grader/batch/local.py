"""A pool of lanes on this machine: processes that are fed through pipes, and replaced when they die."""

from __future__ import annotations

import multiprocessing
import os
import sys
import warnings
from collections import deque
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from grader.batch.lane import serve
from grader.batch.task import NotGraded
from grader.errors import InternalError
from grader.messages import message, say

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from grader.batch.task import Answer, Order, Task

Start: TypeAlias = Literal["fork", "spawn"]

START: Final[Start] = "fork" if sys.platform == "linux" else "spawn"
_AHEAD_BYTES: Final = 64 << 10
"""A task so small fits into the pipe of a lane that is at work: handing it over does not wait."""
_AHEAD: Final = 2


def cores() -> int:
    """Count the cores that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Lane:
    """Our view of a lane: its process, our end of its pipe, and what it was given."""

    def __init__(self, order: Order, start: Start) -> None:
        context: Any = multiprocessing.get_context(start)
        self.pipe, theirs = context.Pipe()
        self.given: deque[Task] = deque()
        self.process: BaseProcess = context.Process(
            target=serve, args=(theirs, order, os.getpid()), daemon=True
        )
        with theirs, warnings.catch_warnings():
            # Threads of libraries wait and hold nothing; there are none of ours.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.process.start()

    def has_room_for(self, task: Task) -> bool:
        return not self.given or (len(self.given) < _AHEAD and len(task.data) <= _AHEAD_BYTES)

    def give(self, task: Task) -> None:
        """Hand over a task. Raises `OSError` when the lane is dead; the task is one that it lost."""
        self.given.append(task)
        self.pipe.send(task)

    def end(self) -> int | None:
        """Kill it, and say how it ended."""
        self.pipe.close()
        self.process.kill()
        self.process.join()
        code = self.process.exitcode
        self.process.close()
        return code


class LocalPool:
    """Lanes on this machine. They start when there is something to do, and share what was prepared before.

    Parameters
    ----------
    order : Order
        How everything is graded. Where processes can be forked, it is made ready before (`with_digest`).
    lanes : int
        How many.
    start : str
        How processes come to be: `fork` where that is safe, `spawn` elsewhere.
    """

    def __init__(self, order: Order, lanes: int, *, start: Start = START) -> None:
        self._order = order
        self._start_method = start
        self._lanes: list[_Lane | None] = [None] * lanes
        self._waiting: deque[Task] = deque()
        self._lost: list[Answer] = []

    @property
    def lanes(self) -> int:
        """How many tasks are performed at the same time."""
        return len(self._lanes)

    def submit(self, task: Task) -> None:
        """Hand a task over; returns at once."""
        self._waiting.append(task)
        self._hand_out()

    def wait(self, seconds: float) -> list[Answer]:
        """Wait for answers, at most so long; may give none."""
        answers, self._lost = self._lost, []
        pipes = {lane.pipe: at for at, lane in enumerate(self._lanes) if lane is not None}
        for pipe in wait(list(pipes), 0 if answers else seconds):
            answers += self._hear(pipes[pipe])
        self._hand_out()
        return answers

    def close(self) -> None:
        """End every lane, whatever it is doing."""
        self._waiting.clear()
        for at, lane in enumerate(self._lanes):
            self._lanes[at] = None
            if lane is not None:
                lane.end()

    def _hear(self, at: int) -> list[Answer]:
        lane = self._lanes[at]
        if lane is None:
            return []
        try:
            answer: Answer = lane.pipe.recv()
        except (EOFError, OSError):
            return self._lose(at, lane)
        lane.given.popleft()
        return [answer]

    def _lose(self, at: int, lane: _Lane) -> list[Answer]:
        """Bury a lane: what it was at work on is answered, what it had not begun goes back."""
        self._lanes[at] = None
        begun, *others = lane.given or [None]
        self._waiting.extendleft(task for task in reversed(others) if task is not None)
        told = message("batch.lane_lost", code=lane.end())
        if begun is None:
            return []
        return [NotGraded(sha256=begun.sha256, detail=say(told, self._order.lang))]

    def _hand_out(self) -> None:
        """Give idle lanes what waits, the emptiest first."""
        while self._waiting:
            task = self._waiting[0]
            at = min(range(len(self._lanes)), key=self._load)
            lane = self._lanes[at] or self._start(at)
            if lane is None or not lane.has_room_for(task):
                return
            self._waiting.popleft()
            try:
                lane.give(task)
            except OSError:
                self._lost += self._lose(at, lane)

    def _load(self, at: int) -> int:
        lane = self._lanes[at]
        return 0 if lane is None else len(lane.given)

    def _start(self, at: int) -> _Lane | None:
        """Start a lane, unless the machine has no room for a process and other lanes go on."""
        try:
            self._lanes[at] = _Lane(self._order, self._start_method)
        except OSError as error:
            if not any(self._lanes):
                raise InternalError(message("batch.no_process", detail=str(error))) from error
        return self._lanes[at]
