"""Turns the functions of a file beside an exercise's misconceptions into clues for this exercise alone."""

from __future__ import annotations

from types import FunctionType
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from grader.diagnosis.docstring import read_parts
from grader.errors import CourseError, Problem
from grader.messages import message
from grader.model.diagnosis import Clue
from grader.model.exercise import Text
from grader.oracle.solutions import load_solution

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import ModuleType

    from grader.diagnosis.wrongs import Wrong
    from grader.model.exercise import Exercise

_PARAMETERS: Final = ("inputs", "params", "actual", "expected")
_PARTS: Final = ("zh", "en")


class CourseClue(NamedTuple):
    """A clue, and the function that tells whether it holds for a wrong result."""

    clue: Clue
    holds: Callable[..., object]
    parameters: tuple[str, ...]
    path: Path
    line: int

    def holds_for(self, wrong: Wrong) -> bool:
        """Ask the function.

        Raises
        ------
        CourseError
            When it raises, or answers neither yes nor no.
        """
        try:
            with np.errstate(all="ignore"):
                answer = self.holds(**{name: getattr(wrong, name) for name in self.parameters})
        except Exception as error:
            text = f"{type(error).__name__}: {error}"
            raise CourseError([self._problem("catalogue.clue_raised", text=text)]) from error
        if not isinstance(answer, (bool, np.bool_)):
            raise CourseError([self._problem("catalogue.clue_answer", found=type(answer).__name__)])
        return bool(answer)

    def _problem(self, key: str, **args: object) -> Problem:
        return Problem(message(key, name=self.clue.id, **args), self.path, self.line)


def load_course_clues(exercise: Exercise, path: Path) -> tuple[CourseClue, ...]:
    """Load the clues of an exercise, in the order of the file; no such file is fine.

    Raises
    ------
    CourseError
        When the file cannot be loaded, or one of its public functions is no clue.
    """
    if not path.is_file():
        return ()
    functions = _public_functions(load_solution(exercise, path))
    read = [_read(path, function) for function in functions]
    problems = [found for found in read if isinstance(found, Problem)]
    if problems:
        raise CourseError(problems)
    return tuple(found for found in read if isinstance(found, CourseClue))


def holding(clues: Sequence[CourseClue], wrongs: Sequence[Wrong]) -> tuple[Clue, ...]:
    """Keep the clues that hold for every wrong result; none for a method that the template holds ready."""
    if not wrongs or wrongs[0].given:
        return ()
    return tuple(one.clue for one in clues if all(map(one.holds_for, wrongs)))


def _public_functions(module: ModuleType) -> list[FunctionType]:
    own = (found for found in vars(module).values() if getattr(found, "__module__", None) == module.__name__)
    return [found for found in own if isinstance(found, FunctionType) and not found.__name__.startswith("_")]


def _read(path: Path, function: FunctionType) -> CourseClue | Problem:
    code = function.__code__
    parameters = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    if not parameters or not set(parameters) <= set(_PARAMETERS):
        return _problem(path, function, "catalogue.clue_parameters", names=", ".join(_PARAMETERS))
    lines = (function.__doc__ or "").splitlines()
    parts, missing = read_parts("\n".join(line.strip() for line in lines), _PARTS)
    if missing:
        return _problem(path, function, "catalogue.clue_missing", names=", ".join(missing))
    told = Text(zh=parts["zh"], en=parts["en"])
    return CourseClue(Clue(id=function.__name__, told=told), function, parameters, path, code.co_firstlineno)


def _problem(path: Path, function: FunctionType, key: str, **args: object) -> Problem:
    return Problem(message(key, name=function.__name__, **args), path, function.__code__.co_firstlineno)
