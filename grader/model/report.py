"""A report: everything about one graded submission; renderers print it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import msgspec

from grader.model.observation import Captured

if TYPE_CHECKING:
    from grader.messages import Message
    from grader.model.case import Case
    from grader.model.diagnosis import Diagnosis
    from grader.model.exercise import Exercise
    from grader.model.judgement import Judgement, Verdict
    from grader.model.observation import TraceLine, Usage
    from grader.model.submission import Submission, TemplateState

Level: TypeAlias = Literal["A", "B", "C", "M", "W", "N"]
LEVELS: Final[tuple[Level, ...]] = ("A", "B", "C", "M", "W", "N")
"""From the strongest to none; what each of them means is in docs/security.md."""


class Isolation(msgspec.Struct, frozen=True, kw_only=True):
    """How far submissions are kept from the machine, as a probe proved it.

    Parameters
    ----------
    level : str
        What was proved, in one letter.
    layers : tuple of str
        The layers in force.
    canaries : dict of str to bool
        What the probe tried, and whether it was stopped.
    failed : dict of str to str
        The layers that the machine has but that could not be used, with the error.
    """

    level: Level
    layers: tuple[str, ...] = ()
    canaries: dict[str, bool] = {}
    failed: dict[str, str] = {}


class CaseResult(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One judged case. For a hidden case `usage` is None, nothing is printed and the judgement is bare.

    `number` is the case's place in its whole suite, from 1; None: its place in the report.
    """

    case: Case
    judgement: Judgement
    points: int
    number: int | None = None
    usage: Usage | None = None
    printed: Captured = Captured()
    trace: tuple[TraceLine, ...] = ()


class Report(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Everything about one graded submission.

    Parameters
    ----------
    verdict : Verdict
        AC when every case is, else that of the first case that is not.
    score : int or None
        None when the grader itself failed on some case: no score at all, never a zero.
    reason : Message or None
        Why no case could be run, where that is so.
    trace : tuple of TraceLine
        Where: the place of a syntax error, or the lines that were running when the import failed.
    column : int or None
        Of a syntax error, in the last line of `trace`, counted from 1.
    diagnosis : Diagnosis or None
        What the failures look like, where they look like anything.
    options : dict of str to str
        What the reader has to name to grade the same cases again, such as `{"--exercise": "…"}`.
    wall_seconds, peak_memory_bytes : float, int or None
        Of the public cases: what a hidden case used stays hidden.
    """

    exercise: Exercise
    submission: Submission
    template: TemplateState
    isolation: Isolation
    results: tuple[CaseResult, ...]
    verdict: Verdict
    score: int | None
    max_score: int
    reason: Message | None = None
    trace: tuple[TraceLine, ...] = ()
    column: int | None = None
    diagnosis: Diagnosis | None = None
    wall_seconds: float = 0.0
    peak_memory_bytes: int | None = None
    printed: Captured = Captured()
    options: dict[str, str] = {}
