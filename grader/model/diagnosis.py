"""What a failure looks like: misconceptions that give the same results, clues, and a small example."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from pathlib import Path

    from grader.model.case import Array, CaseSpec
    from grader.model.exercise import Text


class Misconception(msgspec.Struct, frozen=True, kw_only=True):
    """A known wrong solution, kept as a file of the course.

    Parameters
    ----------
    id : str
        The file's stem.
    explanation : Text
        What was done, why it is wrong, and a nudge that does not give the answer away.
    shows : tuple of str
        The kinds of case in which it can be seen.
    """

    id: str
    explanation: Text
    shows: tuple[str, ...]
    path: Path


class Clue(msgspec.Struct, frozen=True, kw_only=True):
    """Something that all the wrong results have in common."""

    id: str
    told: Text


class SmallExample(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A failing case as small as could be found, with values that can be followed by hand."""

    spec: CaseSpec
    value: str
    inputs: dict[str, Array]
    actual: Array
    expected: Array


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What can be said of why a submission fails; several misconceptions where they cannot be told apart."""

    misconceptions: tuple[Misconception, ...] = ()
    clues: tuple[Clue, ...] = ()
    small_example: SmallExample | None = None
