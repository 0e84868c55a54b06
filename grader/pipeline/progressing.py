"""Turns what a student handed in for the exercises of a course into graded levels: the best file of each."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from grader.model.progress import UnitLevel
from grader.pipeline.preparing import grade_submission, prepare
from grader.suite.cases import load_suite
from grader.suite.course import suite_paths
from grader.suite.exercise import load_exercise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from grader.model.exercise import Exercise
    from grader.model.report import Report
    from grader.model.submission import Submission
    from grader.pipeline.handed_in import HandedIn
    from grader.pipeline.preparing import Wishes
    from grader.sandbox.interface import Sandbox
    from grader.suite.course import Course
    from grader.suite.unit import Unit


class Grading(NamedTuple):
    """How everything is graded.

    Parameters
    ----------
    named_again : callable
        Gives the options by which a reader finds the cases of an exercise again: see `Report.options`.
    open_sandbox : callable
        Opens a sandbox in which submissions may import some modules beside the usual ones.
    """

    course: Course
    unit: Unit
    wishes: Wishes
    secret: bytes
    named_again: Callable[[str], dict[str, str]]
    open_sandbox: Callable[[tuple[str, ...]], Sandbox]


def grade_levels(grading: Grading, handed_in: HandedIn) -> tuple[UnitLevel, ...]:
    """Grade all that was handed in, exercise by exercise.

    Returns
    -------
    tuple of UnitLevel
        Every exercise of the course in its order; those for which nothing was handed in, too.

    Raises
    ------
    CourseError
        A course file is wrong, or a reference fails.

    Notes
    -----
    One sandbox serves all exercises whose submissions may import the same modules. The limits are those of
    each exercise.
    """
    with ExitStack() as opened:
        sandboxes: dict[tuple[str, ...], Sandbox] = {}

        def sandbox_for(exercise: Exercise) -> Sandbox:
            if exercise.imports not in sandboxes:
                sandbox = grading.open_sandbox(exercise.imports)
                sandboxes[exercise.imports] = opened.enter_context(sandbox)
            return sandboxes[exercise.imports]

        return tuple(
            _level(grading, number, name, handed_in.by_exercise[name], sandbox_for)
            for number, name in enumerate(grading.unit.levels, start=1)
        )


def _level(
    grading: Grading,
    number: int,
    exercise_id: str,
    submissions: tuple[Submission, ...],
    sandbox_for: Callable[[Exercise], Sandbox],
) -> UnitLevel:
    exercise = load_exercise(grading.course, exercise_id)
    if not submissions:
        suite = load_suite(exercise, suite_paths(grading.course, exercise_id))
        points = sum(spec.points for spec in suite.cases)
        return UnitLevel(number=number, exercise=exercise, max_score=points)
    ready = prepare(grading.course, exercise, grading.wishes, secret=grading.secret)
    sandbox, strict = sandbox_for(exercise), grading.wishes.strict_template
    graded = [grade_submission(ready, submission, sandbox, strict=strict) for submission in submissions]
    options = grading.named_again(exercise_id)
    reports = [msgspec.structs.replace(report, options=options) for report in graded]
    best, *others = _best_first(reports)
    points = sum(case.spec.points for case in ready.cases)
    return UnitLevel(number=number, exercise=exercise, max_score=points, report=best, others=tuple(others))


def _best_first(reports: Iterable[Report]) -> list[Report]:
    """Order by score; of equal ones the newest stays first, and what was not scored comes last."""
    return sorted(reports, key=lambda report: -1 if report.score is None else report.score, reverse=True)
