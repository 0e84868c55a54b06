"""Takes one submission through all the stages: sandbox, judge, score, report."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from grader.errors import InternalError
from grader.judge import judge, unloadable_reason
from grader.model.judgement import Judgement
from grader.model.observation import (
    CaseRun,
    LoadRaised,
    NotRun,
    OutOfMemory,
    Raised,
    Returned,
    ReturnedNothing,
    SandboxFailed,
    TimedOut,
    Unloadable,
    Unreadable,
    Usage,
)
from grader.model.report import CaseResult, Report
from grader.model.seen import Seen
from grader.sandbox.interface import Job, JobResult, result_bytes_of, stimulus_of
from grader.score import points_of, score_of, verdict_of
from grader.submission import unfilled_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model.case import Case
    from grader.model.diagnosis import Diagnosis
    from grader.model.exercise import Exercise
    from grader.model.observation import Ended, Observation, TraceLine
    from grader.model.submission import Submission, TemplateState
    from grader.pipeline.hints import Hints
    from grader.sandbox.interface import Sandbox
    from grader.submission.template import Unfilled


class Ready(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """An exercise that is ready to grade submissions, any number of them.

    Parameters
    ----------
    exercise : Exercise
        What is graded, with the limits that the command line gives instead of its own.
    cases : tuple of Case
        With their expected values.
    template : str
        The exercise's template.
    numbers : dict
        The place of each case in its whole suite, counted from 1.
    hints : Hints or None
        How failures are explained beyond their reasons; None: not at all.
    """

    exercise: Exercise
    cases: tuple[Case, ...]
    template: str
    numbers: dict[str, int]
    hints: Hints | None = None


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """The text that is run, which is not always the file's: see `--strict-template`.

    `lines` gives for each of its lines that of the file, or None for one of the template; None where text and
    file are the same.
    """

    source: str
    lines: tuple[int | None, ...] | None = None


def grade(
    ready: Ready, submission: Submission, template: TemplateState, text: Text, sandbox: Sandbox
) -> Report:
    """Grade one submission.

    Parameters
    ----------
    ready : Ready
        The exercise and its cases.
    submission : Submission
        As it was read.
    template : TemplateState
        How it relates to the template.
    text : Text
        What is run.
    sandbox : Sandbox
        Where it is run.

    Returns
    -------
    Report
        With a result for every case, whatever the submission does. Hidden cases come after the public ones
        have ended, in a worker of their own, so that nothing of them can reach a public result.
    """
    subject = _Subject(ready, submission, text, sandbox)
    public = tuple(case for case in ready.cases if not _is_hidden(case))
    hidden = tuple(case for case in ready.cases if _is_hidden(case))
    seen = subject.run(public, left_seconds=ready.exercise.limits.wall_seconds)
    unseen = subject.run_after(seen, hidden)
    runs = dict(zip((case.spec.name for case in (*public, *hidden)), (*seen.runs, *unseen.runs), strict=True))
    cause = _cause_for_all(runs)
    asked = _returned_nothing(runs) or cause is not None
    unfilled = unfilled_in(text.source, ready.template) if asked else None
    any_empty = unfilled is not None and bool(unfilled.places)
    judged = [
        Seen(case, (run := runs[case.spec.name]).observation, _judge(ready, case, run, unfilled))
        for case in ready.cases
    ]
    results = tuple(_result(ready, one, runs[one.case.spec.name], text) for one in judged)
    return Report(
        exercise=ready.exercise,
        submission=submission,
        template=template,
        isolation=sandbox.isolation,
        results=results,
        verdict=verdict_of(results),
        score=score_of(results),
        max_score=sum(case.spec.points for case in ready.cases),
        reason=None if cause is None else unloadable_reason(cause, unfilled=any_empty),
        trace=() if cause is None else _in_file(_told_trace(cause), text),
        column=cause.exception.column if isinstance(cause, LoadRaised) else None,
        wall_seconds=seen.wall_seconds,
        peak_memory_bytes=seen.peak_memory_bytes,
        printed=seen.printed,
        diagnosis=subject.diagnosis(judged),
    )


class _Subject(NamedTuple):
    """What is run, and where."""

    ready: Ready
    submission: Submission
    text: Text
    sandbox: Sandbox

    def run(self, cases: Sequence[Case], *, left_seconds: float, silent: bool = False) -> JobResult:
        """Run cases in one job; an observation for each of them, whatever happens."""
        if not cases:
            return JobResult(runs=(), wall_seconds=0.0)
        if self.submission.unreadable is not None:
            return _all(cases, Unloadable(cause=self.submission.unreadable))
        if left_seconds <= 0:
            return _all(cases, NotRun())
        try:
            return self.sandbox.run(self._job(cases, left_seconds=left_seconds, silent=silent))
        except InternalError as error:
            return _all(cases, SandboxFailed(detail=error.text("en")))

    def run_after(self, seen: JobResult, hidden: Sequence[Case]) -> JobResult:
        """Run the hidden cases in the time that the public ones left, unless no case can be run at all."""
        if seen.runs and isinstance(seen.runs[0].observation, Unloadable):
            return _all(hidden, seen.runs[0].observation)
        left_seconds = self.ready.exercise.limits.wall_seconds - seen.wall_seconds
        return self.run(hidden, left_seconds=left_seconds, silent=True)

    def diagnosis(self, judged: Sequence[Seen]) -> Diagnosis | None:
        """Say what the failures look like, where there are any and hints are wanted."""
        if self.ready.hints is None or all(one.passed for one in judged):
            return None
        shown = tuple(one.case for one in judged if not _is_hidden(one.case))
        job = self._job(shown, left_seconds=self.ready.exercise.limits.wall_seconds, silent=True)
        from grader.pipeline.explaining import explain  # noqa: PLC0415 - a right submission needs no diagnosis

        return explain(self.ready.hints, self.ready.exercise, judged, job, self.sandbox)

    def _job(self, cases: Sequence[Case], *, left_seconds: float, silent: bool) -> Job:
        return Job(
            source=self.text.source,
            modules=self.ready.exercise.modules,
            stimuli=tuple(map(stimulus_of, cases)),
            wall_seconds=left_seconds,
            memory_bytes=self.ready.exercise.limits.memory_bytes,
            output_bytes=self.ready.exercise.limits.output_bytes,
            result_bytes=result_bytes_of(cases),
            silent=silent,
        )


def _all(cases: Sequence[Case], observation: Observation) -> JobResult:
    run = CaseRun(observation=observation, usage=Usage(wall_seconds=0.0))
    return JobResult(runs=(run,) * len(cases), wall_seconds=0.0)


def _is_hidden(case: Case) -> bool:
    return case.spec.visibility != "public"


def _judge(ready: Ready, case: Case, run: CaseRun, unfilled: Unfilled | None) -> Judgement:
    calls = (step.call for step in case.spec.steps if not step.given)
    found = {call: unfilled.why(case.spec.target, call) for call in calls} if unfilled else {}
    idle = {call: why for call, why in found.items() if why is not None}
    return judge(case, run.observation, atol=ready.exercise.tolerance.atol, idle=idle)


def _result(ready: Ready, seen: Seen, run: CaseRun, text: Text) -> CaseResult:
    case, judgement = seen.case, seen.judgement
    number = ready.numbers[case.spec.name]
    points = points_of(judgement, max_points=case.spec.points)
    if _is_hidden(case):
        bare = Judgement(verdict=judgement.verdict)
        return CaseResult(case=case, number=number, judgement=bare, points=points)
    return CaseResult(
        case=case,
        number=number,
        judgement=judgement,
        points=points,
        usage=run.usage,
        printed=run.printed,
        trace=_in_file(_told_trace(run.observation), text),
    )


def _told_trace(observation: Observation | LoadRaised | Unreadable) -> tuple[TraceLine, ...]:
    """Find where a submission says that it was."""
    match observation:
        case Unloadable(cause=cause):
            return _told_trace(cause)
        case Raised(exception=exception) | LoadRaised(exception=exception):
            return exception.trace
        case TimedOut(trace=trace) | OutOfMemory(trace=trace):
            return trace
        case _:
            return ()


def _in_file(trace: tuple[TraceLine, ...], text: Text) -> tuple[TraceLine, ...]:
    """Count lines as in the student's file, and drop those that are not in it: of the template, or forged."""
    if text.lines is None:
        count = text.source.count("\n") + 1
        return tuple(place for place in trace if 0 < place.line <= count)
    lines = text.lines
    found = [(place, lines[place.line - 1]) for place in trace if 0 < place.line <= len(lines)]
    return tuple(msgspec.structs.replace(place, line=line) for place, line in found if line is not None)


def _returned_nothing(runs: dict[str, CaseRun]) -> bool:
    observations = [run.observation for run in runs.values()]
    returned = [seen.values.values() for seen in observations if isinstance(seen, Returned)]
    return any(isinstance(value, ReturnedNothing) for values in returned for value in values)


def _cause_for_all(runs: dict[str, CaseRun]) -> LoadRaised | Unreadable | Ended | None:
    """Find why no case could be run, where that is so.

    It may be told where all the cases are hidden, too: a file is imported before anything of a case crosses.
    """
    causes = [run.observation.cause for run in runs.values() if isinstance(run.observation, Unloadable)]
    return causes[0] if len(causes) == len(runs) and causes else None
