"""Turns `--exercise` and `--cases` into the exercise that is meant and the files of its cases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.values import guess
from grader.errors import UsageError
from grader.messages import message
from grader.suite.course import suite_paths
from grader.suite.exercise import load_exercise

if TYPE_CHECKING:
    from grader.model.case import CaseSpec, Suite
    from grader.model.exercise import Exercise
    from grader.suite.course import Course


def chosen_exercise(course: Course, exercise_id: str | None) -> Exercise:
    """Load the exercise that was named, or the only one that there is."""
    return load_exercise(course, exercise_id or _only_exercise(course))


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
        raise UsageError(message("cli.no_case", name=name, guess=guess(name, tuple(known))))
    return known[name]


def _only_exercise(course: Course) -> str:
    ids = course.exercise_ids()
    if not ids:
        raise UsageError(message("cli.no_exercise"))
    if len(ids) == 1:
        return ids[0]
    raise UsageError(message("cli.which_exercise", ids=", ".join(ids)))
