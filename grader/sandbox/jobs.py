"""Runs the cases of one job, one after another, replacing a worker that was ended."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeAlias

from grader.errors import InternalError
from grader.messages import message
from grader.model.observation import (
    CaseRun,
    Captured,
    Ended,
    Garbled,
    LoadRaised,
    NotRun,
    Observation,
    OutOfMemory,
    Raised,
    TimedOut,
    Unloadable,
    Usage,
)
from grader.sandbox.conversation import Frame
from grader.sandbox.interface import JobResult
from grader.sandbox.wire import (
    FrameError,
    pack_case,
    pack_job,
    payload_bytes_max,
    unpack_answer,
    unpack_exception,
    unpack_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.sandbox.conversation import Conversation
    from grader.sandbox.interface import Job, Stimulus

Opener: TypeAlias = "Callable[[float, int], Conversation]"
"""Starts a worker: takes the deadline of the job and how many bytes were printed before."""


class Wanting(Exception):
    """The submission needs an allowed module that its worker had not loaded."""


def run_job(job: Job, open_conversation: Opener, *, complete: bool) -> JobResult:
    """Run a job.

    Parameters
    ----------
    job : Job
        What to run.
    open_conversation : callable
        Starts a worker.
    complete : bool
        Whether its workers have all the allowed modules loaded.

    Raises
    ------
    Wanting
        When it must be run again with all the allowed modules loaded.
    InternalError
        When a worker could not be set up.
    """
    return _Run(job, open_conversation, complete=complete).result()


class _Run:
    """The state of a job while it runs: the worker in use, and what has come out so far."""

    def __init__(self, job: Job, open_conversation: Opener, *, complete: bool) -> None:
        self._job = job
        self._open = open_conversation
        self._complete = complete
        self._started = time.monotonic()
        self._deadline = self._started + job.wall_seconds
        self._conversation: Conversation | None = None
        self._unloadable: Unloadable | None = None
        self._load_printed: Captured | None = None
        self._printed_bytes = 0
        self._peak_memory_bytes: int | None = None

    def result(self) -> JobResult:
        try:
            runs = tuple(self._case(stimulus) for stimulus in self._job.stimuli)
        finally:
            self._drop()
        return JobResult(
            runs=runs,
            wall_seconds=time.monotonic() - self._started,
            peak_memory_bytes=self._peak_memory_bytes,
            printed=self._load_printed or Captured(),
        )

    def _case(self, stimulus: Stimulus) -> CaseRun:
        if self._conversation is None and self._unloadable is None:
            if self._load_printed is not None and time.monotonic() >= self._deadline:
                return CaseRun(observation=NotRun(), usage=Usage(wall_seconds=0.0))
            self._load()
        if self._unloadable is not None or self._conversation is None:
            observation = self._unloadable or NotRun()
            return CaseRun(observation=observation, usage=Usage(wall_seconds=0.0))
        started = time.monotonic()
        conversation = self._conversation
        observation = self._observe(conversation, stimulus)
        usage = Usage(
            wall_seconds=time.monotonic() - started, peak_memory_bytes=conversation.peak_memory_bytes
        )
        printed = conversation.take_printed()
        if conversation.ended is not None:
            self._drop()
        return CaseRun(observation=observation, usage=usage, printed=printed)

    def _load(self) -> None:
        conversation = self._conversation = self._open(self._deadline, self._printed_bytes)
        _expect_set_up(conversation.ask(pack_job(self._job), answer_bytes_max=payload_bytes_max(None)))
        answer = conversation.ask(b"", answer_bytes_max=payload_bytes_max(None))
        cause = self._load_failure(answer) if isinstance(answer, Frame) else answer
        printed = conversation.take_printed()
        replacement = self._load_printed is not None
        if not replacement:  # a worker that replaces another one prints the same again
            self._load_printed = printed
        if cause is not None:
            self._drop()
            if not (replacement and isinstance(cause, TimedOut)):
                self._unloadable = Unloadable(cause=cause)

    def _load_failure(self, answer: Frame) -> LoadRaised | Ended | None:
        if answer.kind == b"R":
            return None
        self._heed(answer)
        try:
            return LoadRaised(exception=unpack_exception(answer.payload)) if answer.kind == b"E" else Garbled()
        except FrameError:
            return Garbled()

    def _heed(self, answer: Frame) -> None:
        if answer.kind == b"N" and not self._complete:
            raise Wanting

    def _observe(self, conversation: Conversation, stimulus: Stimulus) -> Observation:
        answer = conversation.ask(
            pack_case(stimulus),
            answer_bytes_max=payload_bytes_max(stimulus),
            timeout_seconds=stimulus.timeout_seconds,
        )
        if not isinstance(answer, Frame):
            return answer
        self._heed(answer)
        try:
            observation = unpack_answer(answer.kind, answer.payload, stimulus)
        except FrameError:
            self._drop()
            return Garbled()
        if isinstance(observation, Raised) and observation.exception.kind == "memory":
            return OutOfMemory(limit_bytes=self._job.memory_bytes, trace=observation.exception.trace)
        return observation

    def _drop(self) -> None:
        conversation, self._conversation = self._conversation, None
        if conversation is not None:
            conversation.close()
            self._printed_bytes = conversation.printed_bytes
            self._peak_memory_bytes = max(self._peak_memory_bytes or 0, conversation.peak_memory_bytes or 0) or None


def _expect_set_up(answer: Frame | Ended) -> None:
    """Check the first frame: it was written before the submission was touched, and is the only one to be believed."""
    if isinstance(answer, Frame) and answer.kind == b"S":
        return
    detail = type(answer).__name__
    if isinstance(answer, Frame):
        detail = unpack_text(answer.payload)
    raise InternalError(message("sandbox.not_set_up", detail=detail))
