"""Turns a student's folder into submissions, and these into which of them are for which exercise."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from grader.errors import UsageError
from grader.messages import message
from grader.pipeline.choosing import candidates_of, fitting_exercises
from grader.submission import may_be_submission, read_submission

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.model.submission import Submission
    from grader.suite.course import Course

MOST_FILES: Final = 500
_DEEPEST: Final = 8
_NOT_THEIRS: Final = frozenset({"__pycache__", "node_modules", "site-packages", "venv", "env"})


class HandedIn(NamedTuple):
    """The submissions for each exercise, the newest first, and those that are for none."""

    by_exercise: dict[str, tuple[Submission, ...]]
    left_over: tuple[Submission, ...]


def find_submissions(folder: str) -> list[Submission]:
    """Read the scripts and notebooks below a folder, the newest first. No link is followed.

    Raises
    ------
    UsageError
        There is no such folder, it cannot be opened, or it holds so many files that it is no student's.
    """
    root = Path(folder)
    if not root.is_dir():
        raise UsageError(message("progress.no_folder", path=folder))
    try:
        paths = list(_paths(root, 0))
        if len(paths) > MOST_FILES:
            raise UsageError(message("progress.too_many", path=folder, limit=MOST_FILES))
        paths.sort(key=lambda path: (-path.lstat().st_mtime, str(path)))
    except OSError as error:
        detail = error.strerror or type(error).__name__
        told = message("progress.closed", path=error.filename or folder, detail=detail)
        raise UsageError(told) from error
    return [read_submission(str(path)) for path in paths]


def assign(course: Course, ids: Sequence[str], submissions: Sequence[Submission]) -> HandedIn:
    """Find out which submission is for which exercise.

    Parameters
    ----------
    ids : sequence of str
        The exercises of the course.
    submissions : sequence of Submission
        The newest first.

    Notes
    -----
    A file that is called as an exercise, as `grade start` calls it, is for that one. Any other is for the
    exercise that its text fits. One that fits several counts for each of them that has no file of its own.
    """
    candidates = candidates_of(course, ids)
    sure: dict[str, list[Submission]] = {}
    perhaps: dict[str, list[Submission]] = {}
    left_over = []
    for submission in submissions:
        name = Path(submission.path).stem
        fitting = (name,) if name in ids else fitting_exercises(candidates, submission.source)
        for exercise_id in fitting:
            kept = sure if len(fitting) == 1 else perhaps
            kept.setdefault(exercise_id, []).append(submission)
        if not fitting:
            left_over.append(submission)
    by_exercise = {name: tuple(sure.get(name) or perhaps.get(name) or ()) for name in ids}
    return HandedIn(by_exercise, tuple(left_over))


def _paths(folder: Path, depth: int) -> Iterator[Path]:
    with os.scandir(folder) as found:
        children = sorted(found, key=lambda child: child.name)
    for child in children:
        if child.name.startswith(".") or child.name.casefold() in _NOT_THEIRS:
            continue
        if child.is_dir(follow_symlinks=False):
            if depth < _DEEPEST:
                yield from _paths(Path(child.path), depth + 1)
        elif may_be_submission(child.name):
            yield Path(child.path)
