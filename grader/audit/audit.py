"""Turns a suite and the known wrong solutions of its exercise into an audit: what the cases prove."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import msgspec

from grader.arrays.secret import case_key
from grader.audit.extra import SECONDS, find_extra
from grader.audit.matrix import catches, make_matrix, reason_for_survival
from grader.audit.proof import prove
from grader.messages import message
from grader.oracle import load_reference, make_case, make_cases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.audit.extra import Extra
    from grader.audit.matrix import KillMatrix
    from grader.audit.proof import Proof
    from grader.messages import Message
    from grader.model.case import Case, Suite
    from grader.model.diagnosis import Misconception

SEARCH_SECONDS: Final = 10.0


class Survivor(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A misconception that passes every case, why, and a case that would catch it, where one was found."""

    misconception: Misconception
    reason: Message
    extra: Extra | None


class Audit(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What the cases of an exercise prove.

    Parameters
    ----------
    secrets : int
        With how many further secrets the hidden cases were drawn.
    """

    suite: Suite
    matrix: KillMatrix
    survivors: tuple[Survivor, ...]
    proof: Proof
    secrets: int

    @property
    def headline(self) -> Message:
        """How much was held against how much, and what survived."""
        return message(
            "audit.counts",
            exercise=self.suite.exercise.id,
            misconceptions=len(self.matrix.misconceptions),
            cases=len(self.matrix.specs),
            survivors=len(self.survivors),
        )

    @property
    def passed(self) -> bool:
        """Whether nothing survives, and the reference holds."""
        return not self.survivors and not self.matrix.trivial_survivors() and not self.proof.failures


def audit(
    suite: Suite, misconceptions: Sequence[Misconception], *, secret: bytes = b"", secrets: int = 0
) -> Audit:
    """Hold cases and misconceptions against each other, and the reference against numerical gradients.

    Parameters
    ----------
    suite : Suite
        The cases.
    misconceptions : sequence of Misconception
        Known wrong solutions.
    secret : bytes
        Of the course; empty where there is none.
    secrets : int
        With how many further secrets to draw the hidden cases; none where there is no secret.

    Raises
    ------
    CourseError
        When the reference or a misconception cannot be loaded, or a case cannot be made.
    """
    exercise = suite.exercise
    cases = make_cases(suite, suite.cases, secret=secret)
    again = [_hidden(suite, _other_secret(secret, number)) for number in range(secrets if secret else 0)]
    matrix = make_matrix(exercise, misconceptions, cases, again)
    return Audit(
        suite=suite,
        matrix=matrix,
        survivors=_survivors(suite, [misconceptions[row] for row in matrix.survivors()]),
        proof=prove(load_reference(exercise), cases, atol=exercise.tolerance.atol),
        secrets=len(again),
    )


def _other_secret(secret: bytes, number: int) -> bytes:
    return case_key(secret, exercise="", suite="audit", case=str(number))


def _hidden(suite: Suite, secret: bytes) -> dict[int, Case]:
    reference = load_reference(suite.exercise)
    return {
        column: make_case(suite.exercise, spec, reference, secret=secret)
        for column, spec in enumerate(suite.cases)
        if spec.visibility == "hidden"
    }


def _survivors(suite: Suite, known: Sequence[Misconception]) -> tuple[Survivor, ...]:
    """Find for each survivor a case that catches it; one that was found for another will do."""
    deadline = time.monotonic() + SEARCH_SECONDS
    extras: list[Extra] = []
    survivors = []
    for misconception in known:
        found = next((one for one in extras if catches(suite.exercise, misconception, one.case)), None)
        if found is None:
            left_seconds = min(SECONDS, deadline - time.monotonic())
            found = find_extra(suite, misconception, seconds=left_seconds)
            extras += [] if found is None else [found]
        reason = reason_for_survival(misconception, suite.cases)
        survivors.append(Survivor(misconception=misconception, reason=reason, extra=found))
    return tuple(survivors)
