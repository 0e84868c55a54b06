"""Turns PATHs and a roster into the list of a class: who there is, and what there is to grade of each."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from grader.batch.results import Student
from grader.batch.run import Numbered
from grader.errors import UsageError
from grader.intake.entry import Entry, Skipped
from grader.intake.finding import find_entries, natural_key
from grader.intake.matching import match
from grader.intake.roster import Roster, read_roster
from grader.messages import message, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grader.intake.entry import Found
    from grader.intake.matching import Match, Matched
    from grader.messages import Lang, Message
    from grader.model.exercise import Exercise


class _Listed(NamedTuple):
    """A student, and what they handed in."""

    student: Student
    entry: Entry | None


class Wanted(NamedTuple):
    """Where the class is, and how its submissions are found."""

    paths: Sequence[str]
    pattern: str | None
    id_from: str | None
    roster: str | None


class ClassList(NamedTuple):
    """A class.

    Parameters
    ----------
    students : tuple of Student
        In the natural order of their ids.
    entries : tuple of Numbered
        What there is to grade, with the place of its student.
    columns : tuple of str
        The names of the roster's further columns.
    skipped : tuple of Skipped
        What was found and is nobody's submission.
    beside_rows : tuple of Skipped
        Those of them that do not stand in the row of a student, as the reason why nothing is graded.
    """

    students: tuple[Student, ...]
    entries: tuple[Numbered, ...]
    columns: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    beside_rows: tuple[Skipped, ...]


def class_list(wanted: Wanted, exercise: Exercise, folder: Path, lang: Lang) -> ClassList:
    """Find everybody; `folder` is where results go, and is not looked at.

    Raises
    ------
    UsageError
        There is nothing at a path, the roster cannot be read, or results would be written among submissions.
    """
    _refuse_folder(folder, wanted.paths)
    found = find_entries(
        wanted.paths,
        exercise=exercise,
        pattern=wanted.pattern,
        id_from=wanted.id_from,
        leave_out=folder,
    )
    lost = _lost(found)
    roster = Roster(people=(), columns=()) if wanted.roster is None else read_roster(Path(wanted.roster))
    if wanted.roster is None and not found.entries:
        raise UsageError(_nothing(found.skipped))
    matched = match(found.entries, roster)
    reasons = _reasons(lost, matched)
    listed = [_on_roster(one, reasons.get(one.person.id), lang) for one in matched.people]
    claimed = {one.id for one in reasons.values()}
    unclaimed = [one for id_, one in lost.items() if id_ not in claimed]
    listed += _others(matched.unclaimed, unclaimed, roster, lang)
    students, entries = _in_order(listed)
    skipped = (*found.skipped, *(_strangers(matched) if wanted.roster is not None else ()))
    in_rows = set(map(id, lost.values()))
    beside_rows = tuple(one for one in skipped if id(one) not in in_rows)
    return ClassList(students, entries, roster.columns, skipped, beside_rows)


def _strangers(matched: Matched) -> Iterable[Skipped]:
    """Say who is not on the roster."""
    for entry in matched.unclaimed:
        yield Skipped(shown=entry.shown, told=message("batch.not_on_roster", id=entry.id), lost=False)


def _in_order(listed: Sequence[_Listed]) -> tuple[tuple[Student, ...], tuple[Numbered, ...]]:
    ordered = sorted(listed, key=lambda one: (natural_key(one.student.id), one.student.id))
    entries = (Numbered(number, one.entry) for number, one in enumerate(ordered) if one.entry is not None)
    return tuple(one.student for one in ordered), tuple(entries)


def _on_roster(one: Match, reason: Skipped | None, lang: Lang) -> _Listed:
    person, entry = one.person, one.entry
    if entry is not None:
        name = person.name or entry.name
        return _Listed(Student(id=person.id, name=name, shown=entry.shown, roster=person.others), entry)
    student = Student(
        id=person.id,
        name=person.name,
        shown="" if reason is None else reason.shown,
        roster=person.others,
        error=say(message("batch.missing") if reason is None else reason.told, lang),
    )
    return _Listed(student, None)


def _lost(found: Found) -> dict[str, Skipped]:
    """Find those of whom nothing is graded, and the first reason for each."""
    graded = {entry.id for entry in found.entries}
    lost = (one for one in reversed(found.skipped) if one.lost)
    return {one.id: one for one in lost if one.id is not None and one.id not in graded}


def _reasons(lost: Mapping[str, Skipped], matched: Matched) -> dict[str, Skipped]:
    """Find those of the roster who handed in something that is not graded, by their ids there."""
    stand_ins = [Entry(id=id_, path=Path(one.shown), name=one.name) for id_, one in lost.items()]
    left = match(stand_ins, Roster(people=matched.missing, columns=()))
    return {one.person.id: lost[one.entry.id] for one in left.people if one.entry is not None}


def _others(
    entries: Sequence[Entry], lost: Sequence[Skipped], roster: Roster, lang: Lang
) -> Iterable[_Listed]:
    """List those whom the roster does not know, or all where there is none, under ids that it has not."""
    taken = {person.id for person in roster.people}
    cells = ("",) * len(roster.columns)
    for entry in entries:
        id_ = _free_id(entry.id, taken)
        yield _Listed(Student(id=id_, name=entry.name, shown=entry.shown, roster=cells), entry)
    for one in lost:
        id_ = _free_id(one.id or "", taken)
        told = say(one.told, lang)
        yield _Listed(Student(id=id_, name=one.name, shown=one.shown, roster=cells, error=told), None)


def _free_id(wanted: str, taken: set[str]) -> str:
    """Find an id that nobody has, and take it."""
    id_, number = wanted, 2
    while id_ in taken:
        id_, number = f"{wanted}~{number}", number + 1
    taken.add(id_)
    return id_


def _nothing(skipped: Sequence[Skipped]) -> Message:
    """Say that there is nothing to grade, and the first reason, if something was left aside."""
    if not skipped:
        return message("batch.no_entries")
    first = skipped[0]
    return message("batch.only_skipped", count=len(skipped), shown=first.shown, told=first.told)


def _refuse_folder(folder: Path, paths: Sequence[str]) -> None:
    whole = os.path.realpath(folder)
    if any(os.path.realpath(path) == whole for path in paths):
        raise UsageError(message("batch.over_submissions", path=str(folder)))
