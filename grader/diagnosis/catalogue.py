"""Turns the files of known wrong solutions into misconceptions, and each of them into its answers, once a case."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from grader.errors import CourseError, Problem
from grader.messages import message
from grader.model.diagnosis import Misconception
from grader.model.exercise import Text
from grader.oracle.solutions import load_solution, play

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from grader.model.case import Case
    from grader.model.exercise import Exercise

_PART: Final = re.compile(r"(?m)^(zh|en|shows):\s*")
_PARTS: Final = ("zh", "en", "shows")


class Failed(NamedTuple):
    """A misconception raised: the class of the exception, and the call that raised it."""

    type_name: str
    call: str | None


Answer: TypeAlias = "dict[str, object] | Failed"


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
        self.misconceptions = misconceptions
        self._exercise = exercise
        self._modules: dict[str, ModuleType] = {}
        self._answers: dict[tuple[str, str], Answer] = {}

    def answer(self, misconception: Misconception, case: Case) -> Answer:
        """What a misconception gives for a case: the observed values, or the exception."""
        key = (misconception.id, case.spec.name)
        if key not in self._answers:
            self._answers[key] = self._ask(misconception, case)
        return self._answers[key]

    def _ask(self, misconception: Misconception, case: Case) -> Answer:
        if misconception.id not in self._modules:
            self._modules[misconception.id] = load_solution(self._exercise, misconception.path)
        return play(self._modules[misconception.id], case.spec, case.inputs)


def load_catalogue(exercise: Exercise) -> Catalogue:
    """Read the misconceptions that stand beside the reference of an exercise; none is fine.

    Raises
    ------
    CourseError
        When a file has not the docstring that a misconception needs. The files are not executed yet.
    """
    folder = exercise.reference.parent / "misconceptions" / exercise.id
    paths = sorted(path for path in folder.glob("*.py") if not path.name.startswith("_"))
    return Catalogue(exercise, tuple(map(read_misconception, paths)))


def read_misconception(path: Path) -> Misconception:
    """Read the docstring of a misconception: its explanations, and where it shows. Raises `CourseError`."""
    try:
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    except (SyntaxError, ValueError) as error:
        raise CourseError([Problem(message("catalogue.not_python", text=str(error)), path)]) from error
    pieces = _PART.split(docstring)
    parts = {name: " ".join(text.split()) for name, text in zip(pieces[1::2], pieces[2::2], strict=True)}
    missing = [name for name in _PARTS if not parts.get(name)]
    if missing:
        raise CourseError([Problem(message("catalogue.missing", names=", ".join(missing)), path, 1)])
    return Misconception(
        id=path.stem,
        explanation=Text(zh=parts["zh"], en=parts["en"]),
        shows=tuple(part.strip() for part in parts["shows"].split(",")),
        path=path,
    )
