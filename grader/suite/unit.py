"""Turns `exercises/course.yaml` into what a course says of its exercises together: title, order, default."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec

from grader.errors import CourseError, Problem
from grader.messages import message
from grader.suite.readers import Fields, both_languages, items, string, unknown_name
from grader.suite.tree import read_document

if TYPE_CHECKING:
    from pathlib import Path

    from grader.model.exercise import Text
    from grader.suite.course import Course
    from grader.suite.problems import Problems
    from grader.suite.tree import Node

COURSE_FILE: Final = "course.yaml"
COURSE_KEYS: Final = ("title", "levels", "default")


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """What a course says of its exercises as a whole.

    Parameters
    ----------
    levels : tuple of str
        All exercises, by their ids, in the order in which they are taught; those of which nothing is said
        come last, by the alphabet.
    title : Text or None
        Of the course, where it has one.
    default : str or None
        The exercise that is meant where none is named and nothing else tells.
    """

    levels: tuple[str, ...]
    title: Text | None = None
    default: str | None = None


def unit_file(course: Course) -> Path:
    """Give the place of the file, which need not be there."""
    return course.root / "exercises" / COURSE_FILE


def load_unit(course: Course) -> Unit:
    """Load what a course says of its exercises; without a file they stand in the order of the alphabet.

    Raises
    ------
    CourseError
        The file is wrong: all problems, in its order.
    """
    ids = course.exercise_ids()
    path = unit_file(course)
    if not path.exists():
        return Unit(levels=tuple(ids))
    if not course.holds(path):
        raise CourseError([Problem(message("suite.outside_course"), path)])
    root, problems = read_document(path)
    fields = Fields(root, problems, known=COURSE_KEYS)
    levels = fields.take("levels", lambda node: _levels(node, ids, problems), ())
    unit = Unit(
        title=fields.take("title", lambda node: both_languages(node, problems), None),
        levels=(*levels, *(name for name in ids if name not in levels)),
        default=fields.take("default", lambda node: _exercise_id(node, ids), None),
    )
    problems.raise_if_any()
    return unit


def _levels(node: Node, ids: list[str], problems: Problems) -> tuple[str, ...]:
    lines: dict[str, int] = {}
    for part in items(node):
        name = problems.attempt(partial(_exercise_id, part, ids), None)
        if name in lines:
            problems.add(part, message("suite.level_twice", id=name, line=lines[name]))
        elif name is not None:
            lines[name] = part.line
    return tuple(lines)


def _exercise_id(node: Node, ids: list[str]) -> str:
    name = string(node)
    if name not in ids:
        raise unknown_name(node, name, ids)
    return name
