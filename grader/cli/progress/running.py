"""Turns the options of `grade progress` into graded levels, their output and an exit code."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.grading import GradingOptions, default_level, exit_code, named_again, wishes_of
from grader.cli.output import look_of, refuse_target
from grader.cli.reports import Target, added_for_runner, deliver, refuse_targets
from grader.errors import UsageError
from grader.messages import message
from grader.model.progress import Progress
from grader.pipeline.handed_in import assign, find_submissions
from grader.pipeline.isolation import require_level
from grader.pipeline.progressing import Grading, grade_levels
from grader.report.formats import Run
from grader.report.progress import PROGRESS_FORMATS, render_progress
from grader.report.progress.text import render_table, total_line
from grader.sandbox import open_sandbox
from grader.suite.course import find_course
from grader.suite.secret import course_secret
from grader.suite.unit import load_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.messages import Lang
    from grader.model.progress import UnitLevel
    from grader.model.submission import Submission
    from grader.sandbox.interface import Sandbox
    from grader.sandbox.launch import Zygote


class Options(GradingOptions, frozen=True, kw_only=True):
    """What the command line asks for, of a student's folder."""

    folder: str


def run_progress(options: Options, started: Zygote | None) -> int:
    """Grade a student's folder, write the reports, and return the exit code.

    Raises
    ------
    GraderError
        For everything that keeps the folder from being graded and is not the student's fault.
    """
    targets = (Target(options.form, options.output), *options.reports)
    refuse_targets(targets, options.folder, os.environ)
    submissions = find_submissions(options.folder)
    _spare(submissions, targets)
    progress = _graded(submissions, options, started)
    run = Run(os.environ, datetime.now(UTC), verbose=options.verbose)
    deliver(
        targets,
        lambda target: _render(progress, options, target, run),
        for_runner=lambda: _for_runner(progress, options.lang),
    )
    return exit_code(progress.score, full_marks=progress.passed, options=options)


def _graded(submissions: Sequence[Submission], options: Options, started: Zygote | None) -> Progress:
    course = find_course(options.course, os.environ)
    unit = load_unit(course)
    if not unit.levels:
        raise UsageError(message("cli.no_exercise"))
    handed_in = assign(course, unit.levels, submissions)
    grading = Grading(
        course=course,
        unit=unit,
        wishes=wishes_of(options),
        secret=course_secret(os.environ),
        named_again=lambda exercise_id: named_again(options, exercise_id),
        open_sandbox=_Sandboxes(options, started).open,
    )
    levels = grade_levels(grading, handed_in)
    return Progress(
        folder=options.folder,
        title=unit.title,
        levels=levels,
        left_over=_left_over(handed_in.left_over, levels),
    )


class _Sandboxes:
    """Opens sandboxes, the first of them with the zygote that was started early."""

    def __init__(self, options: Options, started: Zygote | None) -> None:
        self._options = options
        self._started = started

    def open(self, extra: tuple[str, ...]) -> Sandbox:
        started, self._started = self._started, None
        sandbox = open_sandbox(started=started, without=self._options.without, extra=extra)
        require_level(self._options.require_isolation or default_level(), sandbox.isolation)
        return sandbox


def _spare(submissions: Iterable[Submission], targets: Sequence[Target]) -> None:
    """Refuse to write a report over one of the student's files."""
    for submission in submissions:
        for target in targets:
            refuse_target(target.file, submission.path)


def _left_over(submissions: Iterable[Submission], levels: Iterable[UnitLevel]) -> tuple[str, ...]:
    """Name the files that are for no exercise, but for the modules that exercises hand out."""
    modules = [module for level in levels for module in level.exercise.modules]
    given = {name.rpartition(".")[2] for module in modules for name in (module.name, *module.aliases)}
    return tuple(
        sorted(submission.path for submission in submissions if Path(submission.path).stem not in given)
    )


def _render(progress: Progress, options: Options, target: Target, run: Run) -> str:
    if target.form in PROGRESS_FORMATS:
        return render_progress(target.form, progress, lang=options.lang, run=run)
    look = look_of(options.lang, target.file)
    if options.quiet and target not in options.reports:
        return total_line(progress, look.lang)
    return render_table(
        progress,
        lang=look.lang,
        colour=look.colour,
        unicode=look.marks,
        width=look.width,
        verbose=options.verbose,
    )


def _for_runner(progress: Progress, lang: Lang) -> dict[str, str]:
    """Render what is added to the files that a GitHub runner reads."""
    from grader.report.progress.github import render_summary, step_outputs  # noqa: PLC0415 - only for it

    return added_for_runner(
        os.environ,
        summary=lambda most_bytes: render_summary(progress, lang=lang, most_bytes=most_bytes),
        outputs=lambda: step_outputs(progress),
    )
