"""Turns the specification of a case into a case with inputs and expected values, by asking the reference.

The reference is a trusted file of the course and runs in our own process; it is loaded by path, together with the
files beside it that it imports relatively.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np

from grader.arrays.draw import draw_input
from grader.errors import CourseError, Problem
from grader.messages import message
from grader.model.case import Case, Drawn

if TYPE_CHECKING:
    from pathlib import Path

    from grader.model.case import Array, CaseSpec, Suite
    from grader.model.exercise import Exercise


def make_cases(suite: Suite, specs: tuple[CaseSpec, ...]) -> tuple[Case, ...]:
    """Draw the inputs of cases and ask the reference what it expects.

    Raises
    ------
    CourseError
        When the reference cannot be loaded, or raises.
    """
    reference = load_reference(suite.exercise)
    return tuple(make_case(suite.exercise, spec, reference) for spec in specs)


def make_case(exercise: Exercise, spec: CaseSpec, reference: ModuleType) -> Case:
    """Make one case. See `make_cases`."""
    inputs = draw_inputs(spec)
    try:
        expected = _ask(reference, spec, inputs)
    except Exception as error:
        told = message("oracle.raised", name=spec.name, type_name=type(error).__name__, text=str(error))
        raise CourseError([Problem(told, exercise.reference)]) from error
    return Case(spec=spec, inputs=inputs, expected=expected)


def draw_inputs(spec: CaseSpec) -> dict[str, Array]:
    """Draw the inputs of a case, each from its own stream of the case's seed."""
    drawn: dict[str, Array] = {}
    for name, rule in spec.inputs.items():
        if isinstance(rule, Drawn):
            drawn[name] = draw_input(seed=spec.seed or 0, name=name, shape=rule.shape, draw=rule.draw)
        else:
            drawn[name] = rule.array
    return drawn


def load_reference(exercise: Exercise) -> ModuleType:
    """Load the exercise's reference, or find it loaded.

    Raises
    ------
    CourseError
        When it cannot be loaded.
    """
    path = exercise.reference
    package = f"_reference_{sha256(str(path.parent).encode()).hexdigest()[:16]}"
    name = f"{package}.{path.stem}"
    if name in sys.modules:
        return sys.modules[name]
    parent = sys.modules.setdefault(package, ModuleType(package))
    parent.__path__ = [str(path.parent)]
    try:
        return _execute(name, path)
    except Exception as error:
        sys.modules.pop(name, None)
        told = message("oracle.not_loaded", type_name=type(error).__name__, text=str(error))
        raise CourseError([Problem(told, path)]) from error


def _execute(name: str, path: Path) -> ModuleType:
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _ask(reference: ModuleType, spec: CaseSpec, inputs: dict[str, Array]) -> dict[str, Array]:
    """Make the calls of a case on the reference, with private copies, as a submission gets them."""

    def value(name: str) -> Array | int | float:
        return spec.params[name] if name in spec.params else inputs[name].copy()

    made = getattr(reference, spec.target)(*map(value, spec.construct))
    expected: dict[str, Array] = {}
    for step in spec.steps:
        returned = getattr(made, step.call)(*map(value, step.args))
        for seen in step.observe:
            found = returned if seen.attribute is None else getattr(made, seen.attribute)
            array = np.array(found, copy=True)
            array.flags.writeable = False
            expected[seen.name] = array
    return expected
