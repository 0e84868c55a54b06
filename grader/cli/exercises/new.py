"""`grade exercise new ID` and `grade course new DIR`: something sound to be changed into one's own."""

from __future__ import annotations

import os
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
import msgspec

from grader.cli.exercises.copying import copied
from grader.cli.exercises.skeleton import course_files, exercise_files
from grader.cli.files import write_all
from grader.cli.output import cannot_write
from grader.errors import UsageError
from grader.messages import message, say
from grader.report.calls import quoted
from grader.report.escape import visible
from grader.suite.course import find_course, is_exercise_id, require_own

if TYPE_CHECKING:
    from grader.messages import Lang

FIRST_ID: Final = "scale_backward"


class NewExercise(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asks for."""

    lang: Lang
    exercise: str
    like: str | None
    course: str | None


class NewCourse(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asks for."""

    lang: Lang
    folder: str
    like: str | None


def new_exercise(options: NewExercise) -> None:
    """Write an exercise into a course.

    Raises
    ------
    UsageError
        The id is none, is taken, or the course is the one that was installed.
    """
    _refuse_bad_id(options.exercise)
    course = find_course(options.course, os.environ)
    require_own(course.root)
    if os.path.lexists(course.exercise_folder(options.exercise)):
        path = str(course.exercise_folder(options.exercise))
        raise UsageError(message("cli.exists", path=path))
    files = exercise_files(options.exercise)
    if options.like is not None:
        source = course if options.like in course.exercise_ids() else find_course(None, {})
        files = copied(source, options.like, options.exercise, course)
    write_all(course.root, files)
    _tell("exercise.made", options.lang, course.root, files, options.exercise)


def new_course(options: NewCourse) -> None:
    """Write a course with one exercise into a folder that is not there yet, or is empty.

    Raises
    ------
    UsageError
        There is something in the folder, or nothing can be written there.
    """
    root = Path(options.folder)
    _refuse_full(root, options.folder)
    first = options.like or FIRST_ID
    files = exercise_files(first)
    if options.like is not None:
        files = copied(find_course(None, os.environ), options.like, first, None)
    files = {**course_files(first), **files}
    write_all(root, files)
    _tell("course.made", options.lang, root, files, first)


def _refuse_full(root: Path, path: str) -> None:
    try:
        full = root.is_dir() and any(root.iterdir())
    except OSError as error:
        raise cannot_write(root, error) from error
    if full:
        raise UsageError(message("course.not_empty", path=path))


def _refuse_bad_id(exercise_id: str) -> None:
    """Refuse what names no module either: the reference is a file of that name, to be imported."""
    if not is_exercise_id(exercise_id) or not exercise_id.isidentifier() or iskeyword(exercise_id):
        raise UsageError(message("exercise.bad_id", id=exercise_id))


def _tell(key: str, lang: Lang, root: Path, files: dict[str, str], exercise_id: str) -> None:
    lines = "\n".join(f"  {root / name}" for name in sorted(files))
    told = message(key, files=lines, root=quoted(str(root)), id=exercise_id)
    click.echo(visible(say(told, lang)))
