"""Turns `--course`, GRADE_COURSE or the grader's own place into a course, its folders into ids."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import grader
from grader.errors import CourseError, Problem, UsageError
from grader.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping

EXERCISE_FILE: Final = "exercise.yaml"
HIDDEN_SUFFIX: Final = ".hidden.yaml"

_BUNDLED: Final = "course"
_FOLDERS: Final = ("exercises", "reference", "cases")
_ID: Final = re.compile(r"[a-z0-9_]{1,64}")


class Course(NamedTuple):
    """A folder with `exercises/`, `reference/` and `cases/`; `root` has no symbolic links in it."""

    root: Path

    def exercise_ids(self) -> list[str]:
        """List the exercises, in the order of the alphabet."""
        folders = (path.parent.name for path in (self.root / "exercises").glob(f"*/{EXERCISE_FILE}"))
        return sorted(name for name in folders if is_exercise_id(name))

    def exercise_folder(self, exercise_id: str) -> Path:
        """Give the folder of an exercise, which may not be there."""
        return self.root / "exercises" / exercise_id

    def holds(self, path: Path) -> bool:
        """Tell whether a path, with its symbolic links followed, lies within the course."""
        return path.resolve().is_relative_to(self.root)


def is_exercise_id(text: str) -> bool:
    """Tell whether a text can be the id of an exercise: small letters, digits and underscores."""
    return _ID.fullmatch(text) is not None


def find_course(explicit: str | None, environ: Mapping[str, str]) -> Course:
    """Find the course: the one that was named, or else the one that the grader came with.

    Parameters
    ----------
    explicit : str or None
        What `--course` says.
    environ : mapping of str to str
        The environment, of which GRADE_COURSE is read.

    Raises
    ------
    UsageError
        What was named is no folder, or no course.

    Notes
    -----
    The current folder is never looked at: a student's fork may hold doctored course folders.
    """
    if explicit is not None:
        return _named(explicit, "--course")
    if environ.get("GRADE_COURSE"):
        return _named(environ["GRADE_COURSE"], "GRADE_COURSE")
    bundled = _package() / _BUNDLED
    root = bundled if bundled.is_dir() else _package().parent
    missing = _missing(root)
    if missing:
        raise UsageError(message("suite.no_own_course", path=str(root), missing=missing))
    return Course(root)


def require_own(path: Path) -> None:
    """Refuse to write into the course that is installed with the grader: the next version would replace it.

    Raises
    ------
    UsageError
        The path, with its symbolic links followed, lies there.
    """
    if Course(_package() / _BUNDLED).holds(path):
        raise UsageError(message("suite.installed_course"))


def suite_paths(course: Course, exercise_id: str) -> list[Path]:
    """Give the files of an exercise's cases: the public one, then the hidden one, as far as they are there.

    Raises
    ------
    CourseError
        The exercise has no cases.
    """
    folder = course.root / "cases"
    paths = [folder / f"{exercise_id}.yaml", folder / f"{exercise_id}{HIDDEN_SUFFIX}"]
    there = [path for path in paths if path.is_file()]
    if not there:
        raise CourseError([Problem(message("suite.no_suite", id=exercise_id), paths[0])])
    outside = [path for path in there if not course.holds(path)]
    if outside:
        raise CourseError([Problem(message("suite.outside_course"), path) for path in outside])
    return there


def _package() -> Path:
    return Path(grader.__file__).resolve().parent


def _named(name: str, source: str) -> Course:
    try:
        root = Path(name).expanduser().resolve()
        is_folder = root.is_dir()
    except (OSError, RuntimeError, ValueError):  # A loop of links, an unknown user, a NUL.
        is_folder = False
    if not is_folder:
        raise UsageError(message("suite.course_no_folder", source=source, path=name))
    missing = _missing(root)
    if missing:
        raise UsageError(message("suite.no_course", source=source, path=name, missing=missing))
    return Course(root)


def _missing(root: Path) -> str:
    return ", ".join(f"{name}/" for name in _FOLDERS if not (root / name).is_dir())
