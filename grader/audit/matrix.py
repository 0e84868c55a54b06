"""Turns misconceptions and cases into the kill matrix: which case catches which misconception."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from grader.audit.verdicts import passes
from grader.diagnosis.catalogue import answer_of, load_misconception
from grader.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.messages import Message
    from grader.model.case import Array, Case, CaseSpec
    from grader.model.diagnosis import Misconception
    from grader.model.exercise import Exercise

TRIVIAL: Final = ("unfilled", "zeros", "ones")
"""Answers that no suite may let pass: None as an unfilled body returns it, only zeros, only ones."""

ANYWHERE: Final = "any"
"""What a misconception says that shows in any case."""


class KillMatrix(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Which case catches which wrong answer.

    Parameters
    ----------
    misconceptions : tuple of Misconception
        A row for each.
    specs : tuple of CaseSpec
        A column for each.
    caught : ndarray of shape (misconceptions, cases), bool
        Under every secret that was tried.
    trivial : ndarray of shape (3, cases), bool
        The same for the answers in `TRIVIAL`.
    """

    misconceptions: tuple[Misconception, ...]
    specs: tuple[CaseSpec, ...]
    caught: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    trivial: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

    def survivors(self) -> tuple[int, ...]:
        """Give the rows that no case catches."""
        return tuple(int(at) for at in np.flatnonzero(~self.caught.any(axis=1)))

    def trivial_survivors(self) -> tuple[str, ...]:
        """Name the trivial answers that no case catches."""
        return tuple(name for name, row in zip(TRIVIAL, self.trivial, strict=True) if not row.any())

    def only_here(self, column: int) -> tuple[str, ...]:
        """Name the misconceptions that no other case catches."""
        alone = self.caught[:, column] & (self.caught.sum(axis=1) == 1)
        return tuple(self.misconceptions[at].id for at in np.flatnonzero(alone))

    def stronger_case(self, column: int) -> int | None:
        """Find a case that catches all that this one does, and more, or as much and stands before it."""
        ours = self.caught[:, column]
        for other in range(len(self.specs)):
            theirs = self.caught[:, other]
            covers = other != column and not (ours & ~theirs).any()
            if covers and (other < column or (theirs & ~ours).any()):
                return other
        return None


def make_matrix(
    exercise: Exercise,
    misconceptions: Sequence[Misconception],
    cases: Sequence[Case],
    again: Sequence[Mapping[int, Case]] = (),
) -> KillMatrix:
    """Ask every misconception for every case.

    Parameters
    ----------
    exercise : Exercise
        Of which the cases are.
    misconceptions : sequence of Misconception
        Known wrong solutions.
    cases : sequence of Case
        With their inputs and expected values.
    again : sequence of mapping of int to Case
        Some of the cases, by their columns, with other inputs: a case must catch with all of them.

    Raises
    ------
    CourseError
        When a misconception cannot be loaded, or has none of the exercise's classes.
    """
    caught = np.zeros((len(misconceptions), len(cases)), dtype=np.bool_)
    trivial = np.zeros((len(TRIVIAL), len(cases)), dtype=np.bool_)
    repeats = [[others[column] for others in again if column in others] for column in range(len(cases))]
    for column, case_now in enumerate(cases):
        every = (case_now, *repeats[column])
        for row, known in enumerate(misconceptions):
            caught[row, column] = all(catches(exercise, known, case) for case in every)
        for row, name in enumerate(TRIVIAL):
            trivial[row, column] = not any(_trivially(exercise, case, name) for case in every)
    return KillMatrix(
        misconceptions=tuple(misconceptions),
        specs=tuple(case.spec for case in cases),
        caught=caught,
        trivial=trivial,
    )


def catches(exercise: Exercise, known: Misconception, case: Case) -> bool:
    """Tell whether a case catches a misconception."""
    return not passes(exercise, case, answer_of(load_misconception(exercise, known), case))


def reason_for_survival(known: Misconception, specs: Sequence[CaseSpec]) -> Message:
    """Say why no case catches a misconception: the kind of case is missing, or its cases are too kind."""
    if ANYWHERE in known.shows:
        return message("audit.survives_anywhere")
    kinds = set(known.shows)
    there = [str(number) for number, spec in enumerate(specs, start=1) if kinds & set(spec.tags)]
    shows = ", ".join(known.shows)
    if there:
        return message("audit.survives_there", shows=shows, numbers=", ".join(there))
    return message("audit.survives_absent", shows=shows)


def _trivially(exercise: Exercise, case: Case, name: str) -> bool:
    """Tell whether an answer that looks at nothing would pass a case; what is given is right."""
    given = {seen.name for step in case.spec.steps if step.given for seen in step.observe}
    answer = {
        value: array if value in given else _trivial_value(name, array)
        for value, array in case.expected.items()
    }
    return passes(exercise, case, answer)


def _trivial_value(name: str, expected: Array) -> Array | None:
    if name == "unfilled":
        return None
    return np.zeros_like(expected) if name == "zeros" else np.ones_like(expected)
