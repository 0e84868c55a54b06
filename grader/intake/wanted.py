"""Turns an exercise into what its submissions are called and hold, to tell them from other files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from grader.submission import find_regions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.model.exercise import Exercise

# What a project has and nobody hands in as the exercise.
_BESIDE: Final = frozenset({"__init__", "setup", "conftest"})


class Wanted(NamedTuple):
    """What a submission of the exercise looks like.

    Parameters
    ----------
    names : frozenset of str
        Of its file, without the suffix, as `plain_name` writes them.
    beside : frozenset of str
        Names of files that students are given or write beside it.
    classes : tuple of str
        The classes that it defines.
    """

    names: frozenset[str] = frozenset()
    beside: frozenset[str] = _BESIDE
    classes: tuple[str, ...] = ()

    def is_named(self, file: str) -> bool:
        """Whether a file is called like the exercise or its class."""
        return plain_name(file) in self.names

    def is_beside(self, file: str) -> bool:
        """Whether a file is called like one that stands beside a submission."""
        return _stem(file).casefold() in self.beside

    def fits(self, source: str) -> int:
        """Say how well a source text fits: 2 when it defines every class, 1 more when it has the markers."""
        defines = bool(self.classes) and all(_defines(source, name) for name in self.classes)
        return 2 * defines + bool(find_regions(source))

    def are_one_students(self, files: Iterable[str]) -> bool:
        """Whether files are so called that just one of them can be the submission: they are one student's."""
        own = [file for file in files if not self.is_beside(file)]
        return len(own) == 1 or sum(map(self.is_named, own)) == 1


def wanted_by(exercise: Exercise | None) -> Wanted:
    """Say what submissions of an exercise look like; without one, only what they never are."""
    if exercise is None:
        return Wanted()
    classes = tuple(target.name for target in exercise.targets)
    given = {name for module in exercise.modules for name in (module.name, *module.aliases)}
    return Wanted(
        names=frozenset(plain_name(f"{name}.py") for name in (exercise.id, "template", *classes)),
        beside=_BESIDE | {name.rpartition(".")[2].casefold() for name in given},
        classes=classes,
    )


def plain_name(file: str) -> str:
    """Write a file's name without its suffix, case and punctuation."""
    return re.sub(r"[\W_]", "", _stem(file)).casefold()


def _stem(file: str) -> str:
    name = file.rpartition("/")[2]
    return name.rpartition(".")[0] or name


def _defines(source: str, name: str) -> bool:
    return re.search(rf"^[ \t]*class[ \t]+{re.escape(name)}\b", source, re.MULTILINE) is not None
