"""Turns course files and wishes into an exercise that is ready, and a submission into a report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from grader.errors import UsageError
from grader.messages import message
from grader.model.observation import Unreadable
from grader.oracle import make_cases
from grader.pipeline import Ready, Text, grade
from grader.pipeline.hints import Hints
from grader.submission import compare_with_template, splice_into_template
from grader.suite.cases import load_suite
from grader.suite.course import suite_paths
from grader.suite.text import read_text
from grader.suite.wording import near_hint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model.case import CaseSpec, Suite
    from grader.model.exercise import Exercise, Limits
    from grader.model.report import Report
    from grader.model.submission import Submission
    from grader.sandbox.interface import Sandbox
    from grader.suite.course import Course


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of grading beyond what the course says.

    Parameters
    ----------
    cases : str or None
        The file of the cases; None for those of the course.
    names : tuple of str
        The cases to run; empty for all.
    timeout_seconds, memory_mebibytes : float, int or None
        In place of the exercise's limits.
    strict_template : bool
        Whether the student's region is run inside the pristine template.
    hints : bool
        Whether failures are explained beyond their reasons.
    examples : bool
        Whether a failing submission is run again, to find a smaller example.
    """

    cases: str | None = None
    names: tuple[str, ...] = ()
    timeout_seconds: float | None = None
    memory_mebibytes: int | None = None
    strict_template: bool = False
    hints: bool = True
    examples: bool = True


def prepare(course: Course, exercise: Exercise, wishes: Wishes, *, secret: bytes) -> Ready:
    """Load the cases, draw their inputs and ask the reference, for any number of submissions.

    Raises
    ------
    UsageError
        There is no case of a name that was asked for.
    CourseError
        A course file is wrong, or the reference fails.
    """
    suite = load_suite(exercise, chosen_paths(course, exercise, wishes.cases))
    return Ready(
        exercise=msgspec.structs.replace(exercise, limits=_limits(exercise.limits, wishes)),
        cases=make_cases(suite, _chosen(suite, wishes.names), secret=secret),
        template=read_text(exercise.folder / "template.py").replace("\r\n", "\n"),
        numbers={spec.name: number for number, spec in enumerate(suite.cases, start=1)},
        hints=Hints(examples=wishes.examples) if wishes.hints else None,
    )


def grade_submission(ready: Ready, submission: Submission, sandbox: Sandbox, *, strict: bool) -> Report:
    """Grade a submission as it was read; `strict` puts its regions into the pristine template first."""
    template = compare_with_template(submission.source, ready.template)
    submission, text = _text_to_run(submission, ready.template, strict=strict)
    return grade(ready, submission, template, text, sandbox)


def chosen_paths(course: Course, exercise: Exercise, cases: str | None) -> list[Path]:
    """Give the file that was named, or those of the course."""
    return [Path(cases)] if cases else suite_paths(course, exercise.id)


def case_named(suite: Suite, name: str) -> CaseSpec:
    """Find a case by its name.

    Raises
    ------
    UsageError
        There is none; with a guess at what was meant.
    """
    known = {spec.name: spec for spec in suite.cases}
    if name not in known:
        raise UsageError(message("cli.no_case", name=name, guess=near_hint(name, tuple(known))))
    return known[name]


def _chosen(suite: Suite, names: Sequence[str]) -> tuple[CaseSpec, ...]:
    wanted = {case_named(suite, name).name for name in names}
    return tuple(spec for spec in suite.cases if not names or spec.name in wanted)


def _limits(limits: Limits, wishes: Wishes) -> Limits:
    asked = {
        "wall_seconds": wishes.timeout_seconds,
        "memory_bytes": wishes.memory_mebibytes and wishes.memory_mebibytes << 20,
    }
    return msgspec.structs.replace(
        limits, **{name: value for name, value in asked.items() if value is not None}
    )


def _text_to_run(submission: Submission, template: str, *, strict: bool) -> tuple[Submission, Text]:
    if not strict or submission.unreadable is not None:
        return submission, Text(source=submission.source)
    spliced = splice_into_template(submission.source, template)
    if spliced is None:
        unreadable = Unreadable(told=message("cli.no_markers"))
        return msgspec.structs.replace(submission, unreadable=unreadable), Text(source="")
    return submission, Text(source=spliced.source, lines=spliced.lines)
