"""Turns the options of `grade FILE` into a graded report, its output and an exit code."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from grader.cli.chosen import exercise_for, told_choice
from grader.cli.output import look_of
from grader.cli.reports import Target, added_for_runner, deliver, refuse_targets
from grader.messages import message, say
from grader.model.judgement import Verdict
from grader.pipeline.choosing import Why
from grader.pipeline.isolation import require_level
from grader.pipeline.preparing import Wishes, grade_submission, prepare
from grader.report.formats import FORMATS, Run, render
from grader.report.text import render_text
from grader.sandbox import open_sandbox
from grader.submission import read_submission
from grader.suite.course import find_course
from grader.suite.exercise import load_exercise
from grader.suite.secret import course_secret

if TYPE_CHECKING:
    from grader.messages import Lang, Message
    from grader.model.report import Level, Report
    from grader.sandbox.launch import Zygote

EXIT_FULL_MARKS = 0
EXIT_LESS = 1
EXIT_INTERNAL = 3
NOT_SET = frozenset(("", "0", "false", "no"))


class GradingOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asks for, wherever one student is graded: see `report_options`."""

    lang: Lang
    course: str | None
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


class Options(GradingOptions, frozen=True, kw_only=True):
    """What the command line asks for, of one submission."""

    file: str
    exercise: str | None
    cases: str | None
    names: tuple[str, ...]


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
    ask = options.lang if options.form == "text" else None
    choice = exercise_for(course, submission, named=options.exercise, ask=ask)
    exercise = load_exercise(course, choice.exercise_id)
    wishes = wishes_of(options, cases=options.cases, names=options.names)
    ready = prepare(course, exercise, wishes, secret=course_secret(os.environ))
    with open_sandbox(started=started, without=options.without, extra=exercise.imports) as sandbox:
        require_level(options.require_isolation or default_level(), sandbox.isolation)
        report = grade_submission(ready, submission, sandbox, strict=options.strict_template)
    of_several = choice.why is Why.NAMED and len(course.exercise_ids()) > 1
    exercise_id = choice.exercise_id if of_several else None
    report = msgspec.structs.replace(report, options=named_again(options, exercise_id, cases=options.cases))
    run = Run(os.environ, datetime.now(UTC), options.names, options.verbose)
    deliver(
        targets,
        lambda target: _render(report, options, target, run, told_choice(choice)),
        for_runner=lambda: _for_runner(report, options.lang),
    )
    return exit_code(report.score, full_marks=report.verdict is Verdict.AC, options=options)


def _for_runner(report: Report, lang: Lang) -> dict[str, str]:
    """Render what is added to the files that a GitHub runner reads."""
    from grader.report.github import step_outputs  # noqa: PLC0415 - only where it is asked for
    from grader.report.markdown import render_markdown  # noqa: PLC0415 - as above

    return added_for_runner(
        os.environ,
        summary=lambda most_bytes: render_markdown(report, lang=lang, most_bytes=most_bytes),
        outputs=lambda: step_outputs(report),
    )


def exit_code(score: int | None, *, full_marks: bool, options: GradingOptions) -> int:
    """0 for full marks (or enough points), 1 for less, 3 when the grader itself failed."""
    if score is None:
        return EXIT_INTERNAL
    enough = full_marks if options.fail_under is None else score >= options.fail_under
    return EXIT_FULL_MARKS if enough or options.exit_zero else EXIT_LESS


def wishes_of(options: GradingOptions, *, cases: str | None = None, names: tuple[str, ...] = ()) -> Wishes:
    """Take what is wished for the grading itself."""
    return Wishes(
        cases=cases,
        names=names,
        timeout_seconds=options.timeout_seconds,
        memory_mebibytes=options.memory_mebibytes,
        strict_template=options.strict_template,
        hints=not options.no_hints,
    )


def named_again(
    options: GradingOptions, exercise_id: str | None, *, cases: str | None = None
) -> dict[str, str]:
    """Give the options by which the same cases of the same exercise are found again."""
    named = {"--exercise": exercise_id, "--course": options.course, "--cases": cases}
    return {name: value for name, value in named.items() if value is not None}


def default_level() -> Level:
    """Give the level below which nothing is graded where the command line says nothing."""
    return "N" if os.environ.get("CI", "").lower() in NOT_SET else "B"


def _render(report: Report, options: Options, target: Target, run: Run, chosen: Message | None) -> str:
    if target.form in FORMATS:
        return render(target.form, report, lang=options.lang, run=run)
    look = look_of(options.lang, target.file)
    if options.quiet and target not in options.reports:
        return _result_alone(report, look.lang)
    return render_text(
        report,
        lang=look.lang,
        colour=look.colour,
        unicode=look.marks,
        width=look.width,
        only=options.names,
        chosen=chosen,
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
