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
    from collections.abc import Sequence

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
    """

    students: tuple[Student, ...]
    entries: tuple[Numbered, ...]
    columns: tuple[str, ...]
    skipped: tuple[Skipped, ...]


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
    if wanted.roster is None:
        if not found.entries:
            raise UsageError(_nothing(found.skipped))
        return _in_order([_handed_in(entry) for entry in found.entries], (), found.skipped)
    roster = read_roster(Path(wanted.roster))
    matched = match(found.entries, roster)
    reasons = _reasons(found, matched)
    listed = [_on_roster(one, reasons.get(one.person.id), lang) for one in matched.people]
    listed += _others(matched.unclaimed, {person.id for person in roster.people}, len(roster.columns))
    unclaimed = tuple(
        Skipped(shown=entry.shown, told=message("batch.not_on_roster", id=entry.id), lost=False)
        for entry in matched.unclaimed
    )
    return _in_order(listed, roster.columns, (*found.skipped, *unclaimed))


def _in_order(listed: Sequence[_Listed], columns: tuple[str, ...], skipped: tuple[Skipped, ...]) -> ClassList:
    ordered = sorted(listed, key=lambda one: (natural_key(one.student.id), one.student.id))
    entries = (Numbered(number, one.entry) for number, one in enumerate(ordered) if one.entry is not None)
    return ClassList(tuple(one.student for one in ordered), tuple(entries), columns, skipped)


def _handed_in(entry: Entry, *, id_: str | None = None, cells: int = 0) -> _Listed:
    student = Student(id=id_ or entry.id, name=entry.name, shown=entry.shown, roster=("",) * cells)
    return _Listed(student, entry)


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


def _reasons(found: Found, matched: Matched) -> dict[str, Skipped]:
    """Find those of the roster who handed in something that is not graded, by their ids there."""
    graded = {entry.id for entry in found.entries}
    lost = {one.id: one for one in reversed(found.skipped) if one.lost and one.id not in graded}
    stand_ins = [
        Entry(id=id_, path=Path(one.shown), name=one.name) for id_, one in lost.items() if id_ is not None
    ]
    left = match(stand_ins, Roster(people=matched.missing, columns=()))
    return {one.person.id: lost[one.entry.id] for one in left.people if one.entry is not None}


def _others(entries: Sequence[Entry], taken: set[str], cells: int) -> list[_Listed]:
    """List those whom the roster does not know, under ids that it has not."""
    listed = []
    for entry in entries:
        id_, number = entry.id, 2
        while id_ in taken:
            id_, number = f"{entry.id}~{number}", number + 1
        taken.add(id_)
        listed.append(_handed_in(entry, id_=id_, cells=cells))
    return listed


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
