"""Turns two runs over a class into who moves, by how many points and why."""

from __future__ import annotations

import statistics
from collections import Counter
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import msgspec

from grader.batch.digest import differing
from grader.errors import UsageError
from grader.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.batch.standings import CaseMark, Standing, Standings

FORMAT_VERSION: Final = 1


class CaseChange(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="case"):
    """A case that gives other points, or another verdict; a side is None where it has no such case."""

    case: str
    old: str | None
    new: str | None
    change: int


class FileChange(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="submission"):
    """Another file was graded."""

    old: str | None
    new: str | None


class NoScore(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="no_score"):
    """On one side there is no score, and why."""

    side: Literal["old", "new"]
    error: str


class Absent(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="absent"):
    """One side does not know the student."""

    side: Literal["old", "new"]


Reason: TypeAlias = CaseChange | FileChange | NoScore | Absent


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """A student whose score is not the same. None is no score at all, and then there is no difference."""

    id: str
    name: str | None
    old: int | None
    new: int | None
    change: int | None
    why: tuple[Reason, ...]


class Transition(msgspec.Struct, frozen=True, kw_only=True):
    """How many students went from one verdict of a case to another."""

    case: str
    old: str | None
    new: str | None
    students: int


class CaseWorth(msgspec.Struct, frozen=True, kw_only=True):
    """A case that is not the same in both suites: what it is worth on either side, None where it is not."""

    case: str
    old: int | None
    new: int | None


class SideTotals(msgspec.Struct, frozen=True, kw_only=True):
    """One run as a whole; `mean` is of those who have a score."""

    students: int
    scored: int
    mean: float | None
    max_score: int | None
    digest: str | None
    finished: bool | None


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Two runs, side by side.

    Parameters
    ----------
    students : int
        How many there are on either side.
    same_score : int
        Of them, how many have other verdicts, or another file, but the same score.
    parts : tuple of str or None
        What can affect a grade and is not the same; None where one of the runs does not say.
    """

    format_version: Literal[1] = FORMAT_VERSION
    exercise: str | None
    students: int
    old: SideTotals
    new: SideTotals
    moved: tuple[Move, ...]
    same_score: int
    transitions: tuple[Transition, ...]
    cases: tuple[CaseWorth, ...]
    same_digest: bool
    parts: tuple[str, ...] | None


def compare(old: Standings, new: Standings) -> Comparison:
    """Compare two runs.

    Raises
    ------
    UsageError
        They are of different exercises.
    """
    if old.exercise and new.exercise and old.exercise != new.exercise:
        raise UsageError(message("diff.exercises", old=old.exercise, new=new.exercise))
    changes = {id_: _reasons(old.students.get(id_), new.students.get(id_)) for id_ in _ids(old, new)}
    moved = [_move(id_, old, new, changes[id_]) for id_ in changes if _score_moves(id_, old, new)]
    return Comparison(
        exercise=new.exercise or old.exercise,
        students=len(changes),
        old=_totals(old),
        new=_totals(new),
        moved=tuple(sorted(moved, key=_most_lost_first)),
        same_score=sum(bool(why) for why in changes.values()) - len(moved),
        transitions=_transitions(reason for why in changes.values() for reason in why),
        cases=tuple(_worths(old, new)),
        same_digest=old.digest == new.digest,
        parts=None if old.run is None or new.run is None else differing(old.run.parts, new.run.parts),
    )


def _ids(old: Standings, new: Standings) -> Iterable[str]:
    return dict.fromkeys([*new.students, *old.students])


def _score_moves(id_: str, old: Standings, new: Standings) -> bool:
    one, other = old.students.get(id_), new.students.get(id_)
    return one is None or other is None or one.score != other.score


def _move(id_: str, old: Standings, new: Standings, why: tuple[Reason, ...]) -> Move:
    one, other = old.students.get(id_), new.students.get(id_)
    before = None if one is None else one.score
    after = None if other is None else other.score
    names = [side.name for side in (other, one) if side is not None and side.name]
    return Move(
        id=id_,
        name=names[0] if names else None,
        old=before,
        new=after,
        change=None if before is None or after is None else after - before,
        why=why,
    )


def _most_lost_first(move: Move) -> tuple[float, str]:
    """Sort those who lose most to the front, where they are seen, and with them who has no score any more."""
    if move.change is not None:
        return (move.change, move.id)
    return (float("-inf") if move.new is None else float("inf"), move.id)


def _reasons(old: Standing | None, new: Standing | None) -> tuple[Reason, ...]:
    if old is None or new is None:
        return (Absent(side="old" if old is None else "new"),)
    return (*_missing_scores(old, new), *_changes(old, new))


def _missing_scores(old: Standing, new: Standing) -> Iterator[NoScore]:
    """Say which side has no score, where the other one has."""
    if old.score is None and new.score is not None:
        yield NoScore(side="old", error=old.error or "")
    if new.score is None and old.score is not None:
        yield NoScore(side="new", error=new.error or "")


def _changes(old: Standing, new: Standing) -> Iterator[Reason]:
    if old.report is None or new.report is None:
        return
    if old.sha256 != new.sha256:
        yield FileChange(old=old.sha256, new=new.sha256)
    before = {mark.case: mark for mark in old.report.results}
    after = {mark.case: mark for mark in new.report.results}
    for case in dict.fromkeys([*after, *before]):
        one, other = before.get(case), after.get(case)
        change = _points(other) - _points(one)
        if change or _verdict(one) != _verdict(other):
            yield CaseChange(case=case, old=_verdict(one), new=_verdict(other), change=change)


def _points(mark: CaseMark | None) -> int:
    return 0 if mark is None else mark.points or 0


def _verdict(mark: CaseMark | None) -> str | None:
    return None if mark is None else mark.verdict


def _totals(side: Standings) -> SideTotals:
    scores = [one.score for one in side.students.values() if one.score is not None]
    most = next((one.report.max_score for one in side.students.values() if one.report is not None), None)
    return SideTotals(
        students=len(side.students),
        scored=len(scores),
        mean=statistics.fmean(scores) if scores else None,
        max_score=most,
        digest=side.digest,
        finished=None if side.run is None else side.run.finished,
    )


def _transitions(reasons: Iterable[Reason]) -> tuple[Transition, ...]:
    """Count the changes of verdicts in cases that both sides have, most frequent first."""
    counts = Counter(
        (reason.case, reason.old, reason.new)
        for reason in reasons
        if isinstance(reason, CaseChange) and reason.old and reason.new and reason.old != reason.new
    )
    return tuple(
        Transition(case=case, old=old, new=new, students=students)
        for (case, old, new), students in counts.most_common()
    )


def _worths(old: Standings, new: Standings) -> Iterator[CaseWorth]:
    if old.exercise is None or new.exercise is None:
        return
    for case in dict.fromkeys([*new.worth, *old.worth]):
        before, after = old.worth.get(case), new.worth.get(case)
        if before != after:
            yield CaseWorth(case=case, old=before, new=after)
