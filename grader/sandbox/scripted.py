"""A sandbox for tests: runs nothing and says what it was told to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import InternalError
from grader.messages import message
from grader.model.observation import CaseRun, Usage
from grader.model.report import Isolation
from grader.sandbox.interface import JobResult, Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.model.observation import Observation
    from grader.sandbox.interface import Job, Stimulus


class ScriptedSandbox(Sandbox):
    """Answers each case with what a function says of it.

    Parameters
    ----------
    answer : callable
        Takes what would have crossed of a case, gives the observation.
    wall_seconds : float
        What each case is said to have taken.
    broken : bool
        Whether it fails, as a sandbox without processes does.
    """

    def __init__(
        self, answer: Callable[[Stimulus], Observation], *, wall_seconds: float = 0.001, broken: bool = False
    ) -> None:
        self._answer = answer
        self._wall_seconds = wall_seconds
        self._broken = broken
        self.jobs: list[Job] = []

    @property
    def isolation(self) -> Isolation:
        """None: nothing is run."""
        return Isolation(level="N")

    def run(self, job: Job) -> JobResult:
        """Answer every case."""
        self.jobs.append(job)
        if self._broken:
            raise InternalError(message("sandbox.no_worker", detail="scripted"))
        usage = Usage(wall_seconds=self._wall_seconds)
        runs = tuple(CaseRun(observation=self._answer(s), usage=usage) for s in job.stimuli)
        return JobResult(runs=runs, wall_seconds=self._wall_seconds * len(runs))

    def close(self) -> None:
        """Nothing to end."""
