"""Turns the files that are to be checked, or the whole course, into exercises and their case files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from grader.audit.soundness import Finding
from grader.errors import CourseError, Problem, UsageError
from grader.messages import message
from grader.suite.course import EXERCISE_FILE, HIDDEN_SUFFIX, is_exercise_id, suite_paths
from grader.suite.exercise import load_exercise
from grader.suite.text import read_text
from grader.suite.tree import MapNode, ScalarNode, read_document
from grader.suite.unit import load_unit
from grader.suite.wording import near_hint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.model.exercise import Exercise
    from grader.suite.course import Course

T = TypeVar("T")

_BESIDE: Final = ("template.py", "statement.zh.md", "statement.en.md")


class Part(NamedTuple):
    """An exercise that loads, and files of its cases; `whole` when they are all that the course has."""

    exercise: Exercise
    paths: tuple[Path, ...]
    whole: bool


class CourseFiles:
    """The files of a course, with what is wrong before a case is looked at.

    Parameters
    ----------
    course : Course
        Where exercises are looked up.
    exercise_id : str or None
        The only exercise to check, or the one that all named files are of.

    Attributes
    ----------
    findings : list of Finding
        Exercises that do not load, case files of no exercise.
    count : int
        How many files were looked at.
    """

    def __init__(self, course: Course, exercise_id: str | None) -> None:
        self.findings: list[Finding] = []
        self.count = 0
        self._course = course
        self._exercise_id = exercise_id

    def all(self) -> list[Part]:
        """Take every exercise with all its cases, and look for files that belong to none."""
        ids = self._course.exercise_ids() if self._exercise_id is None else [self._exercise_id]
        if self._exercise_id is None:
            self._attempt(lambda: load_unit(self._course))
            self._strays(ids)
        return [part for name in ids for part in self._exercise(name)]

    def named(self, files: Sequence[str]) -> list[Part]:
        """Take the files that were named; the cases of one exercise together, for their names must differ."""
        found: dict[str, list[Path]] = {}
        for file in files:
            path = Path(file)
            name = path.resolve().parent.name if path.name == EXERCISE_FILE else self._exercise_of(path)
            if path.name == EXERCISE_FILE and not self._course.holds(path):
                raise UsageError(message("cases.not_in_course", path=file, course=str(self._course.root)))
            if name is not None:
                found.setdefault(name, [])
                found[name] += [] if path.name == EXERCISE_FILE else [path]
        return [part for name, paths in found.items() for part in self._exercise(name, paths)]

    def _exercise(self, name: str, paths: Sequence[Path] | None = None) -> list[Part]:
        exercise = self._attempt(lambda: load_exercise(self._course, name))
        self.count += 1
        if exercise is None:
            return []
        self._refuse_incomplete(exercise)
        own = self._attempt(lambda: suite_paths(self._course, name)) if paths is None or not paths else None
        if own is None:
            own = self._together(name, paths or ())
        self.count += len(own)
        return [Part(exercise, tuple(own), self._is_whole(name, own))] if own else []

    def _together(self, name: str, paths: Sequence[Path]) -> list[Path]:
        """Take the course's other files along where one of them was named."""
        named = {path.resolve() for path in paths}
        courses = [path for path in self._paths_of(name) if path.is_file()]
        if named & set(courses):
            return [*courses, *(path for path in paths if path.resolve() not in courses)]
        return list(paths)

    def _is_whole(self, name: str, paths: Sequence[Path]) -> bool:
        there = {path for path in self._paths_of(name) if path.is_file()}
        return bool(there) and there == {path.resolve() for path in paths}

    def _paths_of(self, name: str) -> list[Path]:
        folder = self._course.root / "cases"
        return [folder / f"{name}.yaml", folder / f"{name}{HIDDEN_SUFFIX}"]

    def _exercise_of(self, path: Path) -> str | None:
        """Find out which exercise's cases a file holds: what it says itself."""
        if not path.exists():
            raise UsageError(message("suite.no_case_file", path=str(path)))
        if self._exercise_id is not None:
            return self._exercise_id
        read = self._attempt(lambda: read_document(path))
        said = read.root.values.get("exercise") if read and isinstance(read.root, MapNode) else None
        if read is None:
            self.count += 1
            return None
        if isinstance(said, ScalarNode) and said.text in self._course.exercise_ids():
            return said.text
        self.count += 1
        at = read.root if said is None else said
        ids = self._course.exercise_ids()
        found = said.text if isinstance(said, ScalarNode) else ""
        told = message("suite.unknown_exercise", id=found, hint=near_hint(found, ids))
        if said is None:
            told = message("suite.missing_key", keys="'exercise'")
        self._wrong(read.problems.problem(at, told))
        return None

    def _refuse_incomplete(self, exercise: Exercise) -> None:
        for name in _BESIDE:
            self._attempt(partial(read_text, exercise.folder / name))

    def _strays(self, ids: Sequence[str]) -> None:
        """Look for case files of no exercise, and for exercises whose folder cannot be an id."""
        known = {path for name in ids for path in self._paths_of(name)}
        for path in sorted((self._course.root / "cases").glob("*.yaml")):
            if path not in known:
                name = path.name.removesuffix(".yaml").removesuffix(".hidden")
                hint = near_hint(name, ids)
                self.count += 1
                self._wrong(Problem(message("suite.unknown_exercise", id=name, hint=hint), path))
        for path in sorted((self._course.root / "exercises").glob(f"*/{EXERCISE_FILE}")):
            if not is_exercise_id(path.parent.name):
                self._wrong(Problem(message("cases.bad_id", name=path.parent.name), path))

    def _attempt(self, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except CourseError as error:
            for problem in error.problems:
                self._wrong(problem)
            return None

    def _wrong(self, problem: Problem) -> None:
        self.findings.append(Finding("error", problem))
