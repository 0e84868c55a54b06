"""Turns everything that can affect a grade into a digest, by parts that can be named when they differ.

The level of isolation is not among the parts: it is proved where a submission runs, and stands beside the
digest in the key of every result.
"""

from __future__ import annotations

import platform
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

import grader
from grader.arrays.secret import fingerprint
from grader.diagnosis.catalogue import catalogue_folder
from grader.pipeline.preparing import chosen_paths
from grader.report.document import FORMAT_VERSION
from grader.suite.course import EXERCISE_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.batch.task import Order
    from grader.model.exercise import Exercise
    from grader.suite.course import Course

_MISCONCEPTIONS: Final = "misconceptions"
_NOT_GRADING: Final = frozenset(("audit", "cli", "collect", "course", "intake", "similar"))
"""Packages of ours that no grade depends on; the course that a wheel carries has parts of its own."""


def parts_of(order: Order, course: Course, exercise: Exercise, *, secret: bytes) -> dict[str, str]:
    """Digest, part by part, what the grades of a run can depend on.

    Parameters
    ----------
    order : Order
        How everything is graded; its own digest is not looked at.
    secret : bytes
        Of the course: what is kept of it is its fingerprint.

    Returns
    -------
    dict of str to str
        Versions and the language as they are; a SHA-256 for each of the others.

    Raises
    ------
    OSError
        A file cannot be read.
    """
    reference = exercise.reference.parent
    return {
        "exercise": _of_files([exercise.folder / EXERCISE_FILE], exercise.folder),
        "template": _of_files([exercise.folder / "template.py"], exercise.folder),
        "cases": _of_cases(order, course, exercise),
        "reference": _of_files(_beside(reference), reference),
        "modules": _of([msgspec.json.encode(module) for module in exercise.modules]),
        "misconceptions": _of_catalogue(exercise) if order.wishes.hints else "",
        "secret": fingerprint(secret) if secret else "",
        "options": _of_options(order),
        "language": order.lang,
        "grader": f"{grader.__version__} {_of_grader()}",
        "format": str(FORMAT_VERSION),
        "numpy": np.__version__,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def digest_of(parts: Mapping[str, str]) -> str:
    """Make one digest of all the parts."""
    return _of([msgspec.json.encode(sorted(parts.items()))])


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> tuple[str, ...]:
    """Name the parts that are not the same."""
    return tuple(name for name in sorted({*one, *other}) if one.get(name) != other.get(name))


def _of_cases(order: Order, course: Course, exercise: Exercise) -> str:
    """Names count, without their folders: a hidden case's draws depend on that of its file."""
    files = [
        part
        for path in chosen_paths(course, exercise, order.wishes.cases)
        for part in (path.name.encode(), path.read_bytes())
    ]
    return _of([*files, msgspec.json.encode(sorted(set(order.wishes.names)))])


def _of_options(order: Order) -> str:
    """Digest what was asked beyond the course; the choice of cases is with the cases."""
    wishes = msgspec.structs.replace(order.wishes, cases=None, names=())
    return _of([msgspec.json.encode((wishes, sorted(order.without)))])


def _beside(reference: Path) -> list[Path]:
    """Find the reference and all that it could import or read."""
    return [path for path in _files(reference) if path.relative_to(reference).parts[0] != _MISCONCEPTIONS]


def _of_catalogue(exercise: Exercise) -> str:
    own = catalogue_folder(exercise)
    shared = [path for path in own.parent.glob("*") if path.is_file()]
    return _of_files([*_files(own), *shared], own.parent)


@cache
def _of_grader() -> str:
    """Digest our own source, once: a checkout changes, and a process that runs does not."""
    package = Path(grader.__file__).resolve().parent
    own = [path for path in package.rglob("*.py") if path.relative_to(package).parts[0] not in _NOT_GRADING]
    return _of_files(own, package)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def _of_files(paths: Iterable[Path], root: Path) -> str:
    named = sorted((path.relative_to(root).as_posix(), path) for path in paths)
    return _of(part for name, path in named for part in (name.encode(), path.read_bytes()))


def _of(parts: Iterable[bytes]) -> str:
    """Digest parts so that none can take over the end of another."""
    whole = sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.hexdigest()
