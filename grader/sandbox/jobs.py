"""Runs the cases of one job, one after another, replacing a worker that was ended."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Final, TypeAlias

from grader.errors import InternalError
from grader.messages import message
from grader.model.observation import (
    Captured,
    CaseRun,
    Crashed,
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
from grader.sandbox.clock import Clock
from grader.sandbox.conversation import Frame, Limit
from grader.sandbox.interface import JobResult
from grader.sandbox.wire import (
    TOKEN_BYTES,
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

Opener: TypeAlias = "Callable[[int], Conversation]"
"""Starts a worker; takes how many bytes were printed before."""

_SIGKILL: Final = 9  # where there is no such signal, its name is missing too
_SET_UP_SECONDS: Final = 60.0
"""How long a worker may take to be ready. It is our time, not the submission's."""


class KilledInSetUpError(InternalError):
    """Somebody killed a worker before a line of the submission had run: its zygote died, or was meant."""


class WantingError(Exception):
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
    WantingError
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
        self._clock = Clock(job.wall_seconds)
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
            wall_seconds=self._clock.seconds(),
            peak_memory_bytes=self._peak_memory_bytes,
            printed=self._load_printed or Captured(),
        )

    def _case(self, stimulus: Stimulus) -> CaseRun:
        if self._unloadable is None and self._conversation is None and not self._clock.is_over():
            self._load()
        if self._unloadable is not None:
            return CaseRun(observation=self._unloadable, usage=Usage(wall_seconds=0.0))
        if self._conversation is None or self._clock.is_over():
            return CaseRun(observation=NotRun(), usage=Usage(wall_seconds=0.0))
        return self._run(self._conversation, stimulus)

    def _run(self, conversation: Conversation, stimulus: Stimulus) -> CaseRun:
        started = time.monotonic()
        observation = self._observe(conversation, stimulus)
        seconds = time.monotonic() - started
        usage = Usage(wall_seconds=seconds, peak_memory_bytes=conversation.peak_memory_bytes)
        printed = conversation.take_printed()
        if conversation.ended is not None or isinstance(observation, Garbled):
            self._drop()
        return CaseRun(observation=observation, usage=usage, printed=printed)

    def _load(self) -> None:
        conversation = self._set_up()
        answer = conversation.ask(
            b"", answer_bytes_max=payload_bytes_max(self._job), limit=self._clock.limit()
        )
        cause = self._load_failure(answer) if isinstance(answer, Frame) else answer
        printed = conversation.take_printed()
        replacement = self._load_printed is not None
        if replacement:  # it prints the same again
            conversation.printed_bytes = self._printed_bytes
        else:
            self._load_printed = printed
        if cause is not None:
            self._drop()
            if not (replacement and isinstance(cause, TimedOut)):
                self._unloadable = Unloadable(cause=cause)

    def _set_up(self) -> Conversation:
        """Start a worker and hand it the job; what that takes does not count."""
        with self._clock.stopped():
            conversation = self._conversation = self._open(self._printed_bytes)
            limit = Limit(time.monotonic() + _SET_UP_SECONDS, _SET_UP_SECONDS)
            answer = conversation.ask(
                pack_job(self._job), answer_bytes_max=payload_bytes_max(self._job), limit=limit
            )
            _expect_set_up(answer)
        return conversation

    def _load_failure(self, answer: Frame) -> LoadRaised | Ended | None:
        if answer.kind == b"R" and not answer.payload:
            return None
        self._heed(answer)
        try:
            return (
                LoadRaised(exception=unpack_exception(answer.payload)) if answer.kind == b"E" else Garbled()
            )
        except FrameError:
            return Garbled()

    def _heed(self, answer: Frame) -> None:
        if answer.kind == b"N" and not self._complete:
            raise WantingError

    def _observe(self, conversation: Conversation, stimulus: Stimulus) -> Observation:
        token = os.urandom(TOKEN_BYTES)
        answer = conversation.ask(
            pack_case(stimulus, token=token),
            answer_bytes_max=payload_bytes_max(self._job, stimulus),
            limit=self._clock.limit(stimulus.timeout_seconds),
        )
        if not isinstance(answer, Frame):
            return answer
        self._heed(answer)
        try:
            observation = unpack_answer(answer.kind, answer.payload, stimulus, token=token)
        except FrameError:
            return Garbled()
        if isinstance(observation, Raised) and observation.exception.kind == "memory":
            return OutOfMemory(limit_bytes=self._job.memory_bytes, trace=observation.exception.trace)
        return observation

    def _drop(self) -> None:
        conversation, self._conversation = self._conversation, None
        if conversation is not None:
            conversation.close()
            self._printed_bytes = conversation.printed_bytes
            peaks = (self._peak_memory_bytes, conversation.peak_memory_bytes)
            self._peak_memory_bytes = max((peak for peak in peaks if peak), default=None)


def _expect_set_up(answer: Frame | Ended) -> None:
    """Check the first frame: it comes before the submission is touched, and it alone is to be believed."""
    if isinstance(answer, Frame) and answer.kind == b"S":
        return
    killed = isinstance(answer, Crashed) and answer.signal == _SIGKILL
    error = KilledInSetUpError if killed else InternalError
    raise error(message("sandbox.not_set_up", detail=_detail(answer)))


def _detail(answer: Frame | Ended) -> str:
    if not isinstance(answer, Frame):
        return repr(answer)
    try:
        return unpack_text(answer.payload)
    except FrameError:
        return repr(answer.kind)
