"""Turns `--exercise` into the exercise that is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.messages import message
from grader.suite.exercise import load_exercise

if TYPE_CHECKING:
    from grader.model.exercise import Exercise
    from grader.suite.course import Course


def chosen_exercise(course: Course, exercise_id: str | None) -> Exercise:
    """Load the exercise that was named, or the only one that there is."""
    return load_exercise(course, exercise_id or _only_exercise(course))


def _only_exercise(course: Course) -> str:
    ids = course.exercise_ids()
    if not ids:
        raise UsageError(message("cli.no_exercise"))
    if len(ids) == 1:
        return ids[0]
    raise UsageError(message("cli.which_exercise", ids=", ".join(ids)))
