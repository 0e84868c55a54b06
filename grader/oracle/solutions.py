"""Turns a trusted file, the reference or a known wrong solution, into a module, and a case into its answer.

Solutions run in our own process. They are loaded by path, with the files that they import relatively: the
reference's folder is their package, and the folders below it are packages in it, so that a file in
`misconceptions/<exercise>/` finds the reference three dots up. What they print goes to standard error, for
standard output is the report's.
"""

from __future__ import annotations

import contextlib
import os
import sys
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from grader.errors import CourseError, Problem
from grader.messages import message

if TYPE_CHECKING:
    from pathlib import Path

    from grader.model.case import Array, CaseSpec
    from grader.model.exercise import Exercise


_PACKAGE: Final = "_reference_"


class Failed(NamedTuple):
    """A solution raised.

    Parameters
    ----------
    call : str or None
        The method that raised, or None for the constructor.
    error : Exception or SystemExit
        What it raised.
    """

    call: str | None
    error: Exception | SystemExit

    @property
    def type_name(self) -> str:
        """The name of the exception's class."""
        return type(self.error).__name__


def load_solution(exercise: Exercise, path: Path) -> ModuleType:
    """Load a solution, or find it loaded.

    Parameters
    ----------
    exercise : Exercise
        Whose solution it is.
    path : Path
        The reference, or a file in a folder below that of the reference.

    Raises
    ------
    CourseError
        When it cannot be loaded.
    """
    root = exercise.reference.parent
    folders = path.parent.relative_to(root).parts
    package = _package(root, folders)
    name = f"{package}.{path.stem}"
    if name in sys.modules:
        return sys.modules[name]
    try:
        with contextlib.redirect_stdout(sys.stderr):
            return _execute(name, path)
    except (Exception, SystemExit) as error:
        sys.modules.pop(name, None)
        told = message("oracle.not_loaded", type_name=type(error).__name__, text=str(error))
        raise CourseError([Problem(told, path)]) from error


def forget_solutions() -> None:
    """Have every solution loaded anew when it is next asked for: its file may have changed."""
    for name in [name for name in sys.modules if name.startswith(_PACKAGE)]:
        del sys.modules[name]


def play(solution: ModuleType, spec: CaseSpec, inputs: dict[str, Array]) -> dict[str, object] | Failed:
    """Make the calls of a case on a solution, with private copies, as a submission gets them.

    Parameters
    ----------
    solution : module
        With the case's target.
    spec : CaseSpec
        What is called, and what is observed.
    inputs : dict of ndarray
        The inputs by their names; they are left as they are.

    Returns
    -------
    dict or Failed
        A copy of each observed value by its name, or the exception.
    """

    def value(name: str) -> Array | int | float:
        return spec.params[name] if name in spec.params else inputs[name].copy()

    call: str | None = None
    observed: dict[str, object] = {}
    try:
        with contextlib.redirect_stdout(sys.stderr):
            made = getattr(solution, spec.target)(*map(value, spec.construct))
            for step in spec.steps:
                call = step.call
                returned = getattr(made, call)(*map(value, step.args))
                for seen in step.observe:
                    found = returned if seen.attribute is None else getattr(made, seen.attribute)
                    observed[seen.name] = found.copy() if isinstance(found, np.ndarray) else found
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a wrong solution may raise anything
        return Failed(call, error)
    return observed


def _package(root: Path, folders: tuple[str, ...]) -> str:
    """Make a package of each folder from that of the reference downwards, and give the name of the last."""
    name = f"{_PACKAGE}{sha256(os.fsencode(root)).hexdigest()[:16]}"
    _add_package(name, root)
    for folder in folders:
        root /= folder
        name = f"{name}.{folder}"
        _add_package(name, root)
    return name


def _add_package(name: str, folder: Path) -> None:
    sys.modules.setdefault(name, ModuleType(name)).__path__ = [str(folder)]


def _execute(name: str, path: Path) -> ModuleType:
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
