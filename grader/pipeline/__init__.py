"""Takes one submission through all the stages: sandbox, judge, score, report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from grader.errors import InternalError
from grader.judge import judge
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
    Usage,
)
from grader.model.report import CaseResult, Report
from grader.sandbox.interface import Job, JobResult, stimulus_of
from grader.score import points_of, score_of, verdict_of
from grader.submission import is_unfilled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.messages import Message
    from grader.model.case import Case
    from grader.model.exercise import Exercise, Limits
    from grader.model.observation import Observation, TraceLine
    from grader.model.submission import Submission, TemplateState
    from grader.sandbox.interface import Sandbox


class Ready(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """An exercise that is ready to grade submissions, any number of them.

    Parameters
    ----------
    exercise : Exercise
        What is graded.
    cases : tuple of Case
        With their expected values.
    limits : Limits
        The exercise's, or what the command line says instead.
    template : str
        The exercise's template.
    numbers : dict
        The place of each case in its whole suite, counted from 1.
    """

    exercise: Exercise
    cases: tuple[Case, ...]
    limits: Limits
    template: str
    numbers: dict[str, int]


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """The text that is run, which is not always the file's: see `--strict-template`.

    `lines` gives for each of its lines that of the file, or None for one of the template; None when they are the same.
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
        With a result for every case, whatever the submission does. Hidden cases come after the public ones have
        ended, in a worker of their own, so that nothing of them can reach a public result.
    """
    public = tuple(case for case in ready.cases if case.spec.visibility == "public")
    hidden = tuple(case for case in ready.cases if case.spec.visibility == "hidden")
    seen = _run(ready, submission, text, public, sandbox, left_seconds=ready.limits.wall_seconds)
    left_seconds = ready.limits.wall_seconds - seen.wall_seconds
    unseen = _run(
        ready, submission, text, hidden, sandbox, left_seconds=left_seconds, silent=True, after=seen
    )
    runs = dict(zip((case.spec.name for case in (*public, *hidden)), (*seen.runs, *unseen.runs), strict=True))
    unfilled = _returned_nothing(runs) and is_unfilled(text.source, ready.template)
    results = tuple(
        _result(ready, case, runs[case.spec.name], text, unfilled=unfilled) for case in ready.cases
    )
    return Report(
        exercise=ready.exercise,
        submission=submission,
        template=template,
        isolation=sandbox.isolation,
        results=results,
        verdict=verdict_of(results),
        score=score_of(results),
        max_score=sum(case.spec.points for case in ready.cases),
        reason=_reason_for_all(results, runs),
        trace=_trace(_cause_for_all(seen), text),
        column=_column(_cause_for_all(seen)),
        wall_seconds=seen.wall_seconds,
        peak_memory_bytes=seen.peak_memory_bytes,
        printed=seen.printed,
    )


def _run(
    ready: Ready,
    submission: Submission,
    text: Text,
    cases: Sequence[Case],
    sandbox: Sandbox,
    *,
    left_seconds: float,
    silent: bool = False,
    after: JobResult | None = None,
) -> JobResult:
    if not cases:
        return JobResult(runs=(), wall_seconds=0.0)
    if submission.unreadable is not None:
        return _all(cases, Unloadable(cause=submission.unreadable))
    first = after.runs[0].observation if after is not None and after.runs else None
    if isinstance(first, Unloadable):
        return _all(cases, first)
    if left_seconds <= 0:
        return _all(cases, NotRun())
    job = Job(
        source=text.source,
        modules=ready.exercise.modules,
        stimuli=tuple(map(stimulus_of, cases)),
        wall_seconds=left_seconds,
        memory_bytes=ready.limits.memory_bytes,
        output_bytes=ready.limits.output_bytes,
        silent=silent,
    )
    try:
        return sandbox.run(job)
    except InternalError as error:
        return _all(cases, SandboxFailed(detail=error.text("en")))


def _all(cases: Sequence[Case], observation: Observation) -> JobResult:
    run = CaseRun(observation=observation, usage=Usage(wall_seconds=0.0))
    return JobResult(runs=(run,) * len(cases), wall_seconds=0.0)


def _result(ready: Ready, case: Case, run: CaseRun, text: Text, *, unfilled: bool) -> CaseResult:
    judgement = judge(
        case,
        run.observation,
        atol=ready.exercise.tolerance.atol,
        scalars=ready.exercise.scalars,
        unfilled=unfilled,
    )
    points = points_of(judgement, max_points=case.spec.points)
    if case.spec.visibility == "hidden":
        bare = Judgement(verdict=judgement.verdict)
        return CaseResult(case=case, number=ready.numbers[case.spec.name], judgement=bare, points=points)
    return CaseResult(
        case=case,
        number=ready.numbers[case.spec.name],
        judgement=judgement,
        points=points,
        usage=run.usage,
        printed=run.printed,
        trace=_trace(run.observation, text),
    )


def _trace(observation: Observation, text: Text) -> tuple[TraceLine, ...]:
    """The submission's own lines, counted as in the student's file; a line that is not in it is a forgery."""
    match observation:
        case Raised(exception=exception):
            found = exception.trace
        case TimedOut(trace=trace) | OutOfMemory(trace=trace):
            found = trace
        case Unloadable(cause=cause):
            found = getattr(cause, "trace", ()) or getattr(getattr(cause, "exception", None), "trace", ())
        case _:
            found = ()
    lines = text.lines or tuple(range(1, text.source.count("\n") + 2))
    in_file = [(place, lines[place.line - 1]) for place in found if 0 < place.line <= len(lines)]
    return tuple(msgspec.structs.replace(place, line=line) for place, line in in_file if line is not None)


def _cause_for_all(seen: JobResult) -> Observation:
    first = seen.runs[0].observation if seen.runs else NotRun()
    return first if isinstance(first, Unloadable) else NotRun()


def _column(observation: Observation) -> int | None:
    match observation:
        case Unloadable(cause=LoadRaised(exception=exception)):
            return exception.column
        case _:
            return None


def _returned_nothing(runs: dict[str, CaseRun]) -> bool:
    observations = [run.observation for run in runs.values()]
    returned = [seen.values.values() for seen in observations if isinstance(seen, Returned)]
    return any(isinstance(value, ReturnedNothing) for values in returned for value in values)


def _reason_for_all(results: Sequence[CaseResult], runs: dict[str, CaseRun]) -> Message | None:
    """Why no case could be run, where that is so and may be told."""
    if not all(isinstance(run.observation, Unloadable) for run in runs.values()):
        return None
    return next((result.judgement.reason for result in results if result.judgement.reason is not None), None)
