"""Turns files of known wrong solutions into misconceptions, and each of these into its answers to cases."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from grader.diagnosis.course_clues import load_course_clues
from grader.diagnosis.docstring import read_parts
from grader.errors import CourseError, Problem
from grader.messages import message
from grader.model.diagnosis import Misconception
from grader.model.exercise import Text
from grader.oracle.solutions import Failed, load_solution, play

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from grader.diagnosis.course_clues import CourseClue
    from grader.model.case import Case
    from grader.model.exercise import Exercise

Answer: TypeAlias = "dict[str, object] | Failed"

CLUES_FILE: Final = "_clues.py"
_PARTS: Final = ("zh", "en", "shows")


class Catalogue:
    """The misconceptions of an exercise, and what each answers to a case. Answers are computed once.

    Parameters
    ----------
    exercise : Exercise
        Whose misconceptions these are.
    misconceptions : tuple of Misconception
        In the order of their ids.
    """

    def __init__(self, exercise: Exercise, misconceptions: tuple[Misconception, ...]) -> None:
        self.exercise = exercise
        self.misconceptions = misconceptions
        self._clues: tuple[CourseClue, ...] | None = None
        self._modules: dict[str, ModuleType] = {}
        # By the case itself, not its name: another draw of a case has other answers.
        self._answers: dict[Case, dict[str, Answer]] = {}

    def answer(self, misconception: Misconception, case: Case) -> Answer:
        """Give the observed values of a misconception for a case, or its exception.

        Raises
        ------
        CourseError
            When its file cannot be loaded, or defines none of the exercise's classes.
        """
        answers = self._answers.setdefault(case, {})
        if misconception.id not in answers:
            answers[misconception.id] = self._ask(misconception, case)
        return answers[misconception.id]

    def course_clues(self) -> tuple[CourseClue, ...]:
        """Give the exercise's own clues; they are loaded once. Raises as `load_course_clues`."""
        if self._clues is None:
            self._clues = load_course_clues(self.exercise, catalogue_folder(self.exercise) / CLUES_FILE)
        return self._clues

    def _ask(self, misconception: Misconception, case: Case) -> Answer:
        if misconception.id not in self._modules:
            self._modules[misconception.id] = load_misconception(self.exercise, misconception)
        return answer_of(self._modules[misconception.id], case)


def load_misconception(exercise: Exercise, misconception: Misconception) -> ModuleType:
    """Load the file of a misconception, or find it loaded.

    Raises
    ------
    CourseError
        When it cannot be loaded, or defines none of the exercise's classes.
    """
    module = load_solution(exercise, misconception.path)
    names = [target.name for target in exercise.targets]
    if not any(hasattr(module, name) for name in names):
        told = message("catalogue.no_class", names=", ".join(names))
        raise CourseError([Problem(told, misconception.path)])
    return module


def answer_of(module: ModuleType, case: Case) -> Answer:
    """Give the observed values of a known wrong solution for a case, or its exception.

    A class that it lacks is as the reference has it: then it is about another class of the exercise.
    """
    if not hasattr(module, case.spec.target):
        return dict(case.expected)
    with np.errstate(all="ignore"):
        answer = play(module, case.spec, case.inputs)
    if isinstance(answer, Failed):
        answer.error.with_traceback(None)  # It would keep all the arrays of the run.
    return answer


def catalogue_folder(exercise: Exercise) -> Path:
    """Name the folder of an exercise's misconceptions and clues, which may not be there."""
    return exercise.reference.parent / "misconceptions" / exercise.id


def load_catalogue(exercise: Exercise) -> Catalogue:
    """Read the misconceptions that stand beside the reference of an exercise; none is fine.

    Files whose name begins with an underscore are no misconceptions, but what these import.

    Raises
    ------
    CourseError
        When files lack the docstring that a misconception needs. The files are not executed yet.
    """
    paths = sorted(path for path in catalogue_folder(exercise).glob("*.py") if not path.name.startswith("_"))
    read = [_read(path) for path in paths]
    problems = [found for found in read if isinstance(found, Problem)]
    if problems:
        raise CourseError(problems)
    return Catalogue(exercise, tuple(found for found in read if isinstance(found, Misconception)))


def _read(path: Path) -> Misconception | Problem:
    """Read the docstring of a misconception: its explanations, and where it shows."""
    try:
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    except (SyntaxError, ValueError) as error:
        return Problem(message("catalogue.not_python", text=str(error)), path)
    parts, missing = read_parts(docstring, _PARTS)
    if missing:
        return Problem(message("catalogue.missing", names=", ".join(missing)), path, 1)
    return Misconception(
        id=path.stem,
        explanation=Text(zh=parts["zh"], en=parts["en"]),
        shows=tuple(part.strip() for part in parts["shows"].split(",")),
        path=path,
    )
