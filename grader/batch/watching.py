"""Turns a sandbox into one that notes what a grade must not rest on: our failures, and kills from outside."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Final

from grader.errors import InternalError
from grader.model.observation import Crashed, NotRun, SandboxFailed, TimedOut, Unloadable
from grader.sandbox.interface import Sandbox

if TYPE_CHECKING:
    from grader.model.observation import Observation
    from grader.model.report import Isolation
    from grader.sandbox.interface import Job, JobResult

_TRIES: Final = 3
_KILLED: Final = getattr(signal, "SIGKILL", None)


class WatchedSandbox(Sandbox):
    """Runs the jobs of one submission in another sandbox, and remembers what happened in them.

    A worker that a SIGKILL ended, near no limit of ours, may have been killed by a person or by a machine
    without memory: its job is run again, and what a submission does every time is its own doing.

    Parameters
    ----------
    sandbox : Sandbox
        Where jobs run; it stays open.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self.timed_out = False
        self.failure: str | None = None

    @property
    def isolation(self) -> Isolation:
        """That of the other."""
        return self._sandbox.isolation

    def run(self, job: Job) -> JobResult:
        """Run a job, again where it was killed. Raises as the other does."""
        try:
            result = self._run(job)
        except InternalError as error:
            self.failure = error.text("en")
            raise
        for one in result.runs:
            self._note(one.observation)
        return result

    def close(self) -> None:
        """Leave the other one open: it is not ours."""

    def _run(self, job: Job) -> JobResult:
        result = self._sandbox.run(job)
        for _ in range(_TRIES - 1):
            if not any(_was_killed(one.observation) for one in result.runs):
                break
            result = self._sandbox.run(job)
        return result

    def _note(self, observation: Observation) -> None:
        match observation:
            case TimedOut() | NotRun() | Unloadable(cause=TimedOut()):
                self.timed_out = True
            case SandboxFailed(detail=detail):
                self.failure = detail
            case _:
                pass


def _was_killed(observation: Observation) -> bool:
    match observation:
        case Crashed(signal=number) | Unloadable(cause=Crashed(signal=number)):
            return number is not None and number == _KILLED
        case _:
            return False
