"""Turns the options of `grade FILE` into a graded report, its output and an exit code."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from grader.cli.chosen import case_named, chosen_exercise, chosen_paths
from grader.cli.output import is_file, look_of
from grader.cli.reports import Target, deliver, refuse_targets
from grader.cli.secret import course_secret
from grader.errors import IsolationError
from grader.messages import message, say
from grader.model.judgement import Verdict
from grader.model.observation import Unreadable
from grader.model.report import LEVELS
from grader.oracle import make_cases
from grader.pipeline import Ready, Text, grade
from grader.pipeline.explaining import Hints
from grader.report.formats import FORMATS, Run, render
from grader.report.text import render_text
from grader.sandbox import open_sandbox
from grader.submission import compare_with_template, read_submission, splice_into_template
from grader.suite.cases import load_suite
from grader.suite.course import find_course
from grader.suite.text import read_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.messages import Lang
    from grader.model.case import CaseSpec, Suite
    from grader.model.exercise import Exercise, Limits
    from grader.model.report import Isolation, Level, Report
    from grader.model.submission import Submission
    from grader.sandbox.launch import Zygote
    from grader.suite.course import Course

EXIT_FULL_MARKS = 0
EXIT_LESS = 1
EXIT_INTERNAL = 3
NOT_SET = frozenset(("", "0", "false", "no"))


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asks for."""

    lang: Lang
    file: str
    exercise: str | None
    course: str | None
    cases: str | None
    names: tuple[str, ...]
    form: str
    output: str | None
    reports: tuple[Target, ...] = ()
    timeout_seconds: float | None
    memory_mebibytes: int | None
    require_isolation: Level | None
    without: tuple[str, ...]
    strict_template: bool
    no_hints: bool
    fail_under: int | None
    exit_zero: bool
    quiet: bool
    verbose: bool


def run_grading(options: Options, started: Zygote | None) -> int:
    """Grade one submission, write the report, and return the exit code.

    Raises
    ------
    GraderError
        For everything that keeps a submission from being graded and is not the submission's fault.
    """
    targets = (Target(options.form, options.output), *options.reports)
    refuse_targets(targets, options.file, os.environ)
    submission = read_submission(options.file)
    course = find_course(options.course, os.environ)
    exercise = chosen_exercise(course, options.exercise)
    ready = _make_ready(options, course, exercise)
    template = compare_with_template(submission.source, ready.template)
    submission, text = _text_to_run(submission, ready.template, strict=options.strict_template)
    with open_sandbox(started=started, without=options.without, extra=exercise.imports) as sandbox:
        _require(options.require_isolation or _default_level(), sandbox.isolation)
        report = grade(ready, submission, template, text, sandbox)
    run = Run(os.environ, datetime.now(UTC), options.names, options.verbose)
    deliver(
        report,
        targets,
        lambda target: _render(report, options, target, run),
        lang=options.lang,
        environment=os.environ,
    )
    return exit_code(report, fail_under=options.fail_under, exit_zero=options.exit_zero)


def exit_code(report: Report, *, fail_under: int | None, exit_zero: bool) -> int:
    """0 for full marks (or enough points), 1 for less, 3 when the grader itself failed."""
    if report.score is None:
        return EXIT_INTERNAL
    enough = report.verdict is Verdict.AC if fail_under is None else report.score >= fail_under
    return EXIT_FULL_MARKS if enough or exit_zero else EXIT_LESS


def _make_ready(options: Options, course: Course, exercise: Exercise) -> Ready:
    suite = load_suite(exercise, chosen_paths(course, exercise, options.cases))
    limits = _limits(exercise.limits, options)
    return Ready(
        exercise=msgspec.structs.replace(exercise, limits=limits),
        cases=make_cases(suite, _chosen(suite, options.names), secret=course_secret(os.environ)),
        limits=limits,
        template=read_text(exercise.folder / "template.py").replace("\r\n", "\n"),
        numbers={spec.name: number for number, spec in enumerate(suite.cases, start=1)},
        hints=None if options.no_hints else Hints(),
    )


def _chosen(suite: Suite, names: Sequence[str]) -> tuple[CaseSpec, ...]:
    wanted = {case_named(suite, name).name for name in names}
    return tuple(spec for spec in suite.cases if not names or spec.name in wanted)


def _limits(limits: Limits, options: Options) -> Limits:
    wishes = {
        "wall_seconds": options.timeout_seconds,
        "memory_bytes": options.memory_mebibytes and options.memory_mebibytes << 20,
    }
    return msgspec.structs.replace(
        limits, **{name: wish for name, wish in wishes.items() if wish is not None}
    )


def _text_to_run(submission: Submission, template: str, *, strict: bool) -> tuple[Submission, Text]:
    if not strict or submission.unreadable is not None:
        return submission, Text(source=submission.source)
    spliced = splice_into_template(submission.source, template)
    if spliced is None:
        unreadable = Unreadable(told=message("cli.no_markers"))
        return msgspec.structs.replace(submission, unreadable=unreadable), Text(source="")
    return submission, Text(source=spliced.source, lines=spliced.lines)


def _default_level() -> Level:
    return "N" if os.environ.get("CI", "").lower() in NOT_SET else "B"


def _require(level: Level, isolation: Isolation) -> None:
    if LEVELS.index(isolation.level) > LEVELS.index(level):
        raise IsolationError(message("cli.isolation", level=isolation.level, required=level))


def _render(report: Report, options: Options, target: Target, run: Run) -> str:
    if target.form in FORMATS:
        return render(target.form, report, lang=options.lang, run=run)
    look = look_of(sys.stdout, to_file=is_file(target.file))
    lang = options.lang if look.chinese else "en"
    if options.quiet and target not in options.reports:
        return _result_alone(report, lang)
    return render_text(
        report,
        lang=lang,
        colour=look.colour,
        unicode=look.marks,
        width=look.width,
        only=options.names,
        verbose=options.verbose,
    )


def _result_alone(report: Report, lang: Lang) -> str:
    """Say verdict and score in one line."""
    verdict = message("report.verdict", verdict=message(f"report.{report.verdict.value}"))
    if report.score is None:
        score = message("report.not_scored")
    else:
        score = message("report.score", score=report.score, max_score=report.max_score)
    return f"{say(score, lang)}   {say(verdict, lang)}\n"
