"""Turns the specification of a case into a case with inputs and expected values, by asking the reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.arrays.draw import Undrawable, draw_input
from grader.arrays.secret import case_key
from grader.errors import CourseError, Problem
from grader.messages import message
from grader.model.case import REAL_KINDS, Case, Drawn
from grader.oracle.solutions import Failed, load_solution, play
from grader.suite.wording import near_hint

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from types import ModuleType

    from grader.messages import Message
    from grader.model.case import Array, CaseSpec, Suite
    from grader.model.exercise import Exercise, Step


class _NoNumbersError(Exception):
    """The reference gave something that no result can be compared with."""

    def __init__(self, value: str, found: str) -> None:
        super().__init__(value)
        self.value = value
        self.found = found


def make_cases(suite: Suite, specs: tuple[CaseSpec, ...], *, secret: bytes = b"") -> tuple[Case, ...]:
    """Draw the inputs of cases and ask the reference what it expects.

    Parameters
    ----------
    secret : bytes
        Of the course, mixed into the draws of hidden cases; nothing where there is none.

    Raises
    ------
    CourseError
        When the reference cannot be loaded, raises or gives no finite real numbers, or when an input cannot
        be drawn as its case says.
    """
    reference = load_reference(suite.exercise)
    return tuple(make_case(suite.exercise, spec, reference, secret=secret) for spec in specs)


def make_case(exercise: Exercise, spec: CaseSpec, reference: ModuleType, *, secret: bytes = b"") -> Case:
    """Make one case. See `make_cases`."""
    inputs = _draw_inputs(spec, _key(exercise, spec, secret))
    given = play(reference, spec, inputs)
    if isinstance(given, Failed):
        failure = _misnamed(exercise, spec, given.error) or _raised(exercise, spec, given.error)
        raise failure from given.error
    try:
        expected = {name: _numbers(name, found) for name, found in given.items()}
    except _NoNumbersError as error:
        told = message("oracle.no_numbers", name=spec.name, value=error.value, found=error.found)
        raise _reference_error(exercise, told) from error
    except Exception as error:
        raise _raised(exercise, spec, error) from error
    return Case(spec=spec, inputs=inputs, expected=expected)


def load_reference(exercise: Exercise) -> ModuleType:
    """Load the exercise's reference, or find it loaded.

    Raises
    ------
    CourseError
        When it cannot be loaded.
    """
    return load_solution(exercise, exercise.reference)


def _misnamed(exercise: Exercise, spec: CaseSpec, error: BaseException) -> CourseError | None:
    """Tell an instructor of a name in a case's own steps that the reference's class does not have."""
    usual = next((target.steps for target in exercise.targets if target.name == spec.target), ())
    own = _names(spec.steps) - _names(usual)
    if not isinstance(error, AttributeError) or spec.path is None:
        return None
    found = error.name or ""
    if found not in own or type(error.obj).__name__ != spec.target:  # it was the reference that asked for it
        return None
    hint = near_hint(found, (name for name in dir(error.obj) if not name.startswith("_")))
    told = message("oracle.misnamed", name=spec.name, target=spec.target, found=found, hint=hint)
    return CourseError([Problem(told, spec.path, spec.line)])


def _names(steps: Iterable[Step]) -> set[str]:
    """Name the methods that are called, and the attributes that are observed."""
    found = [name for step in steps for name in (step.call, *(seen.attribute for seen in step.observe))]
    return {name for name in found if name}


def _raised(exercise: Exercise, spec: CaseSpec, error: BaseException) -> CourseError:
    told = message("oracle.raised", name=spec.name, type_name=type(error).__name__, text=str(error))
    return _reference_error(exercise, told, _last_line(error, exercise.reference))


def _last_line(error: BaseException, path: Path) -> int | None:
    """Find the line of a file that was run last before something was raised."""
    import traceback  # noqa: PLC0415 - only for a reference that fails

    frames = traceback.walk_tb(error.__traceback__)
    return [None, *(line for frame, line in frames if frame.f_code.co_filename == str(path))][-1]


def _reference_error(exercise: Exercise, told: Message, line: int | None = None) -> CourseError:
    return CourseError([Problem(told, exercise.reference, line)])


def _key(exercise: Exercise, spec: CaseSpec, secret: bytes) -> bytes:
    if spec.visibility == "public":
        return b""
    suite = exercise.id if spec.path is None else spec.path.name.removesuffix(".yaml")
    return case_key(secret, exercise=exercise.id, suite=suite, case=spec.name)


def _draw_inputs(spec: CaseSpec, key: bytes) -> dict[str, Array]:
    """Give each input its array; one that is drawn has its own stream of the case's seed."""
    return {
        name: _draw(spec, name, rule, key) if isinstance(rule, Drawn) else rule.array
        for name, rule in spec.inputs.items()
    }


def _draw(spec: CaseSpec, name: str, rule: Drawn, key: bytes) -> Array:
    try:
        return draw_input(seed=spec.seed or 0, name=name, shape=rule.shape, draw=rule.draw, key=key)
    except Undrawable as error:
        if spec.path is None:
            raise
        told = message("oracle.undrawable", case=spec.name, name=name, reason=error.told)
        raise CourseError([Problem(told, spec.path, spec.line)]) from error


def _numbers(name: str, found: object) -> Array:
    """Take a private, read-only copy of what the reference gave."""
    array = np.array(found, copy=True)
    if array.dtype.kind not in REAL_KINDS:
        raise _NoNumbersError(name, type(found).__name__ if array.dtype.kind == "O" else array.dtype.name)
    if not np.isfinite(array).all():
        raise _NoNumbersError(name, "NaN / inf")
    array.flags.writeable = False
    return array
