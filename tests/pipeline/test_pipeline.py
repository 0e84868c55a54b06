from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pytest

from grader.messages import message
from grader.model.case import Case, CaseSpec
from grader.model.exercise import Exercise, Limits, Observe, Step, Target, Tolerance
from grader.model.exercise import Text as BothLanguages
from grader.model.judgement import Verdict
from grader.model.observation import (
    Captured,
    CaseRun,
    ExceptionInfo,
    LoadRaised,
    NoClass,
    OutOfMemory,
    Raised,
    Returned,
    ReturnedArray,
    ReturnedNothing,
    TimedOut,
    TraceLine,
    Unloadable,
    Unreadable,
    Usage,
)
from grader.model.report import CaseResult, Isolation
from grader.model.submission import Submission, TemplateState
from grader.pipeline import Ready, Text, grade
from grader.sandbox.interface import JobResult
from grader.sandbox.scripted import ScriptedSandbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from grader.model.observation import Observation
    from grader.model.report import Report
    from grader.sandbox.interface import Job, Stimulus

TEMPLATE = """\
class Layer:
    def backward(self, dy):
        ### Begin ###
        ### End ###
"""
FILLED = TEMPLATE.replace("        ### End", "        return dy\n        ### End")
STEPS = (Step(call="backward", args=("dy",), observe=(Observe(name="dx"),)),)
EXERCISE = Exercise(
    id="layer",
    folder=Path("exercises/layer"),
    title=BothLanguages(zh="层", en="A layer"),
    reference=Path("reference/layer.py"),
    limits=Limits(wall_seconds=10.0),
    tolerance=Tolerance(),
    modules=(),
    imports=(),
    params=(),
    inputs=(),
    targets=(Target(name="Layer", construct=(), steps=STEPS),),
    tags=(),
)


def case(name: str, value: float, *, hidden: bool = False) -> Case:
    """Give a case that expects what it hands over; the value tells the cases apart."""
    spec = CaseSpec(
        name=name,
        target="Layer",
        construct=(),
        seed=None,
        params={},
        dims={},
        inputs={},
        steps=STEPS,
        points=10,
        visibility="hidden" if hidden else "public",
    )
    return Case(spec=spec, inputs={"dy": np.array([value])}, expected={"dx": np.array([value])})


# A hidden case in the middle: the order of the suite is not the order of running.
CASES = (
    case("first", 1.0),
    case("secret", 2.0, hidden=True),
    case("third", 3.0),
    case("last", 4.0, hidden=True),
)
PUBLIC, HIDDEN = [1.0, 3.0], [2.0, 4.0]


def ready(cases: tuple[Case, ...] = CASES, **changed: Any) -> Ready:  # noqa: ANN401 - fields of Ready
    fields: dict[str, Any] = {"exercise": EXERCISE, "template": TEMPLATE, **changed}
    numbers = {one.spec.name: number for number, one in enumerate(CASES, start=1)}
    return Ready(cases=cases, numbers=numbers, **fields)


def graded(
    sandbox: ScriptedSandbox | JobsSandbox,
    source: str = FILLED,
    *,
    prepared: Ready | None = None,
    text: Text | None = None,
    unreadable: Unreadable | None = None,
) -> Report:
    submission = Submission(path="s.py", sha256="0" * 64, source=source, unreadable=unreadable)
    template = TemplateState(markers=True, modified_outside_markers=False)
    return grade(prepared or ready(), submission, template, text or Text(source=source), sandbox)


def value_of(stimulus: Stimulus) -> float:
    """Tell which case it is."""
    handed = stimulus.calls[0].args[0]
    assert isinstance(handed, np.ndarray)
    return float(handed[0])


def right(stimulus: Stimulus) -> Observation:
    return Returned(values={"dx": ReturnedArray(array=np.array([value_of(stimulus)]))})


def wrong(_stimulus: Stimulus) -> Observation:
    return Returned(values={"dx": ReturnedArray(array=np.array([99.0]))})


def always(observation: Observation) -> Callable[[Stimulus], Observation]:
    return lambda _stimulus: observation


def values_of(job: Job) -> list[float]:
    return [value_of(stimulus) for stimulus in job.stimuli]


def by_name(report: Report) -> dict[str, CaseResult]:
    return {result.case.spec.name: result for result in report.results}


def verdicts(report: Report) -> list[str]:
    return [result.judgement.verdict.value for result in report.results]


def raised(*trace: TraceLine) -> Raised:
    return Raised(call="backward", exception=ExceptionInfo(type_name="E", text="no", trace=trace))


def syntax_error(line: int, text: str = "invalid syntax") -> Unloadable:
    told = ExceptionInfo(
        type_name="SyntaxError",
        text=text,
        kind="syntax",
        trace=(TraceLine(line=line, function=""),),
        column=5,
    )
    return Unloadable(cause=LoadRaised(exception=told))


class JobsSandbox:
    """Answers whole jobs, where usage and what was printed matter."""

    isolation = Isolation(level="A")

    def __init__(self, *answers: JobResult) -> None:
        self.jobs: list[Job] = []
        self._answers = list(answers)

    def run(self, job: Job) -> JobResult:
        self.jobs.append(job)
        return self._answers.pop(0)

    def close(self) -> None:
        """Nothing to end."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def job_result(values: list[float], *, seconds: float, said: str) -> JobResult:
    usage = Usage(wall_seconds=seconds, peak_memory_bytes=int(seconds * 1000))
    runs = tuple(
        CaseRun(
            observation=Returned(values={"dx": ReturnedArray(array=np.array([value]))}),
            usage=usage,
            printed=Captured(text=said),
        )
        for value in values
    )
    total = seconds * len(values)
    return JobResult(
        runs=runs, wall_seconds=total, peak_memory_bytes=7, printed=Captured(text=f"import {said}")
    )


# What is run, and in which order


def test_public_cases_run_before_hidden_ones_which_have_a_job_of_their_own() -> None:
    sandbox = ScriptedSandbox(right)
    graded(sandbox)
    assert [values_of(job) for job in sandbox.jobs] == [PUBLIC, HIDDEN]


def test_what_a_submission_prints_is_kept_in_public_and_goes_nowhere_in_hidden_cases() -> None:
    sandbox = ScriptedSandbox(right)
    graded(sandbox)
    assert [job.silent for job in sandbox.jobs] == [False, True]


def test_results_stand_in_the_order_of_the_suite_with_its_numbers() -> None:
    report = graded(ScriptedSandbox(right), prepared=ready(CASES[1:]))
    assert [(r.case.spec.name, r.number) for r in report.results] == [
        ("secret", 2),
        ("third", 3),
        ("last", 4),
    ]


def test_nothing_but_calls_and_inputs_crosses() -> None:
    sandbox = ScriptedSandbox(right)
    graded(sandbox)
    stimulus = sandbox.jobs[0].stimuli[0]
    assert stimulus.__struct_fields__ == ("target", "construct", "calls", "timeout_seconds")
    assert stimulus.calls[0].__struct_fields__ == ("method", "args", "observe")


def test_limits_of_the_job_are_those_that_grading_was_asked_for() -> None:
    sandbox = ScriptedSandbox(right)
    limits = Limits(wall_seconds=3.0, memory_bytes=5, output_bytes=6)
    graded(sandbox, prepared=ready(exercise=msgspec.structs.replace(EXERCISE, limits=limits)))
    job = sandbox.jobs[0]
    assert (job.wall_seconds, job.memory_bytes, job.output_bytes) == (3.0, 5, 6)


def test_no_larger_results_are_taken_than_the_cases_of_a_job_have_use_for() -> None:
    large, giant = (
        msgspec.structs.replace(case("secret", 2.0, hidden=True), expected={"dx": np.broadcast_to(0.0, size)})
        for size in (100_000, 100_000_000)
    )
    taken = []
    for hidden in (large, giant):
        sandbox = ScriptedSandbox(right)
        graded(sandbox, prepared=ready((CASES[0], hidden)))
        taken.append([job.result_bytes for job in sandbox.jobs])
    assert taken == [[1 << 20, 100_000 * np.dtype("longdouble").itemsize], [1 << 20, 64 << 20]]


def test_hidden_cases_get_the_time_that_the_public_ones_left() -> None:
    sandbox = ScriptedSandbox(right, wall_seconds=2.0)
    graded(sandbox)
    assert [job.wall_seconds for job in sandbox.jobs] == [10.0, 6.0]


def test_hidden_cases_are_not_run_once_the_time_is_used_up() -> None:
    sandbox = ScriptedSandbox(right, wall_seconds=5.0)
    report = graded(sandbox)
    assert len(sandbox.jobs) == 1
    assert verdicts(report) == ["AC", "SC", "AC", "SC"]
    assert (report.score, report.verdict) == (20, Verdict.SC)


@pytest.mark.parametrize(("chosen", "jobs"), [(CASES[:1], [[1.0]]), (CASES[1:2], [[2.0]])])
def test_no_job_is_run_for_cases_that_were_not_chosen(
    chosen: tuple[Case, ...], jobs: list[list[float]]
) -> None:
    sandbox = ScriptedSandbox(right)
    report = graded(sandbox, prepared=ready(chosen))
    assert [values_of(job) for job in sandbox.jobs] == jobs
    assert (report.score, report.max_score) == (10, 10)


# What stays hidden


def test_a_hidden_result_is_bare_whatever_happened() -> None:
    for answer in (wrong, always(raised(TraceLine(line=2, function="f"))), always(TimedOut(limit_seconds=1))):
        for name in ("secret", "last"):
            result = by_name(graded(ScriptedSandbox(answer)))[name]
            assert result.judgement.verdict is not Verdict.AC
            assert (result.judgement.reason, result.judgement.mismatch) == (None, None)
            assert (result.usage, result.trace, result.printed) == (None, (), Captured())


def test_time_memory_and_output_of_hidden_cases_are_in_no_total() -> None:
    sandbox = JobsSandbox(
        job_result(PUBLIC, seconds=0.5, said="public"), job_result(HIDDEN, seconds=2.0, said="hidden")
    )
    report = graded(sandbox)
    assert (report.wall_seconds, report.peak_memory_bytes) == (1.0, 7)
    assert report.printed == Captured(text="import public")
    assert [result.printed.text for result in report.results] == ["public", "", "public", ""]


def test_a_hidden_case_chosen_alone_stays_hidden() -> None:
    sandbox = JobsSandbox(job_result([9.0], seconds=2.0, said="hidden"))
    report = graded(sandbox, prepared=ready(CASES[1:2]))
    assert (report.wall_seconds, report.peak_memory_bytes, report.printed) == (0.0, None, Captured())
    assert report.results[0].judgement.reason is None
    assert sandbox.jobs[0].silent


# What keeps all the cases from running


def test_a_file_that_cannot_be_read_is_never_run() -> None:
    sandbox = ScriptedSandbox(right)
    told = message("submission.empty")
    report = graded(sandbox, unreadable=Unreadable(told=told))
    assert sandbox.jobs == []
    assert verdicts(report) == ["CE"] * 4
    assert (report.verdict, report.score, report.reason) == (Verdict.CE, 0, told)
    assert [result.judgement.reason for result in report.results] == [told, None, told, None]


def test_a_file_that_cannot_be_imported_is_not_imported_again_for_hidden_cases() -> None:
    sandbox = ScriptedSandbox(always(syntax_error(2)))
    report = graded(sandbox)
    assert len(sandbox.jobs) == 1
    assert verdicts(report) == ["CE"] * 4
    assert report.reason == message("judge.syntax", type_name="SyntaxError", text="invalid syntax")
    assert (report.trace, report.column) == ((TraceLine(line=2, function=""),), 5)


def test_why_no_case_could_run_is_told_where_all_are_hidden_too() -> None:
    report = graded(ScriptedSandbox(always(syntax_error(2))), prepared=ready(CASES[1:2]))
    assert report.reason is not None
    assert report.column == 5
    assert report.results[0].judgement.reason is None


def test_a_case_that_ran_leaves_no_reason_for_all() -> None:
    sandbox = ScriptedSandbox(lambda s: right(s) if value_of(s) == 1.0 else syntax_error(2))
    report = graded(sandbox)
    assert verdicts(report) == ["AC", "CE", "CE", "CE"]
    assert (report.reason, report.trace, report.column) == (None, (), None)
    assert len(sandbox.jobs) == 2


def test_a_missing_class_is_told_for_each_case() -> None:
    report = graded(ScriptedSandbox(always(NoClass(name="Layer"))))
    assert verdicts(report) == ["CE"] * 4
    assert report.reason is None


def test_our_own_failure_gives_no_score() -> None:
    report = graded(ScriptedSandbox(right, broken=True))
    assert verdicts(report) == ["IE"] * 4
    assert (report.verdict, report.score, report.max_score) == (Verdict.IE, None, 40)
    reason = by_name(report)["first"].judgement.reason
    assert reason is not None
    assert reason.key == "judge.sandbox_failed"


# Where it happened


def test_a_trace_keeps_the_lines_of_the_file_and_drops_forged_ones() -> None:
    count = FILLED.count("\n") + 1
    inside = [TraceLine(line=1, function="a"), TraceLine(line=count, function="b")]
    forged = [TraceLine(line=line, function="x") for line in (0, -1, count + 1, 10**9)]
    for observation in (
        raised(*inside, *forged),
        TimedOut(limit_seconds=1, trace=(*inside, *forged)),
        OutOfMemory(limit_bytes=1, trace=(*inside, *forged)),
    ):
        report = graded(ScriptedSandbox(always(observation)))
        assert by_name(report)["first"].trace == tuple(inside)


def test_lines_of_the_pristine_template_are_told_as_those_of_the_file() -> None:
    text = Text(source="t\nt\nown\nown\nt", lines=(None, None, 7, 8, None))
    trace = [TraceLine(line=line, function="f") for line in (0, 1, 2, 3, 4, 5, 6)]
    report = graded(ScriptedSandbox(always(raised(*trace))), text=text)
    assert [place.line for place in by_name(report)["first"].trace] == [7, 8]


def test_a_syntax_error_in_the_students_part_of_the_template_is_told_at_its_line() -> None:
    text = Text(source="t\nown\nt", lines=(None, 12, None))
    report = graded(ScriptedSandbox(always(syntax_error(2))), text=text)
    assert [place.line for place in report.trace] == [12]


# The unfilled template


def test_none_from_an_unfilled_body_is_said_to_be_so() -> None:
    nothing = always(Returned(values={"dx": ReturnedNothing()}))
    reasons = {
        source: by_name(graded(ScriptedSandbox(nothing), source))["first"].judgement.reason
        for source in (TEMPLATE, FILLED)
    }
    assert reasons[TEMPLATE] == message("judge.unfilled", call="backward", value="dx")
    assert reasons[FILLED] == message("judge.none", call="backward", value="dx")


def test_of_two_regions_the_empty_one_is_said_to_be_unfilled() -> None:
    other = """\
class Other:
    def backward(self, dy):
        ### Begin ###
        ### End ###
"""
    both = msgspec.structs.replace(ready(), template=TEMPLATE + other)
    nothing = always(Returned(values={"dx": ReturnedNothing()}))
    empty_first = TEMPLATE + other.replace("        ### End", "        x = 1\n        ### End")
    reasons = [
        by_name(graded(ScriptedSandbox(nothing), source, prepared=both))["first"].judgement.reason
        for source in (empty_first, FILLED + other)
    ]
    assert [reason and reason.key for reason in reasons] == ["judge.unfilled", "judge.none"]


def test_none_from_a_method_that_is_given_is_not_laid_to_a_missing_return() -> None:
    nothing = always(Returned(values={"dx": ReturnedNothing()}))
    elsewhere = msgspec.structs.replace(ready(), template=TEMPLATE.replace("backward", "forward"))
    reason = by_name(graded(ScriptedSandbox(nothing), prepared=elsewhere))["first"].judgement.reason
    assert reason == message("judge.given", call="backward", value="dx")


def test_a_body_without_a_statement_is_said_to_be_unfilled() -> None:
    text = "expected an indented block after function definition on line 2"
    told = {
        source: graded(ScriptedSandbox(always(syntax_error(4, text))), source).reason
        for source in (TEMPLATE, FILLED)
    }
    assert told[TEMPLATE] == message("judge.unfilled_syntax", text=text)
    assert told[FILLED] == message("judge.syntax", type_name="SyntaxError", text=text)
