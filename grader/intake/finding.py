"""Turns the PATHs of a batch into its entries: what is there, whose it is, and which file of each counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from grader.intake.choosing import choose, nothing_to_grade, shown_names
from grader.intake.entry import Entry, Found, Listed, Skipped
from grader.intake.globbing import Pattern, read_pattern
from grader.intake.id_regex import read_id_regex
from grader.intake.junk import is_paper
from grader.intake.naming import Owned, name_files
from grader.intake.owners import of_id
from grader.intake.sources import Source, join_students, list_sources
from grader.intake.wanted import Wanted, wanted_by
from grader.messages import message
from grader.submission import may_be_submission

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from grader.model.exercise import Exercise

_PIECES: Final = re.compile(r"[0-9]+|[^0-9]+")


class _Student(NamedTuple):
    """All that one student has in one source, or in all where the platform's ids are the same everywhere."""

    id: str
    name: str | None
    files: list[Owned]


def find_entries(
    paths: Sequence[str | os.PathLike[str]],
    *,
    exercise: Exercise | None = None,
    pattern: str | None = None,
    id_from: str | None = None,
    leave_out: Path | None = None,
) -> Found:
    """Find the submissions of a class, one a student; of their contents nothing is read that is not needed.

    Parameters
    ----------
    paths : sequence of path
        Files, folders and zip archives.
    exercise : Exercise or None
        Where given, its names tell a submission from a student's other files.
    pattern : str or None
        Which files count, as a glob below each folder or archive: `*/layer.py`. All `.py` and `.ipynb` when
        None.
    id_from : str or None
        A regular expression that finds the id in that path, in its group `id`; and the name, in `name`.
    leave_out : Path or None
        A folder that is not looked at: the one for the results.

    Returns
    -------
    Found
        Ids are unique: what has one that another PATH gave already gets `~2` added, and that is said.

    Raises
    ------
    UsageError
        When there is nothing at a path, an archive is broken, or an option is no pattern or expression.
    """
    wanted = wanted_by(exercise)
    glob = None if pattern is None else read_pattern(pattern)
    sources, skipped = list_sources(paths, leave_out=leave_out)
    if id_from is not None:
        owned, unnamed = _by_regex(sources, id_from, glob)
        skipped += unnamed
    else:
        joined = join_students(sources, wanted) if glob is None else sources
        owned = [name_files(source.files, wanted) for source in joined]
    chosen = []
    for student in _students(owned):
        one, notes = _graded(student, wanted, glob)
        skipped += (msgspec.structs.replace(note, name=student.name) for note in notes)
        if one is not None:
            chosen.append(one)
    entries, notes = _with_unique_ids(chosen)
    return Found(tuple(sorted(entries, key=_natural)), (*skipped, *notes))


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Order texts as people do: `2` before `10`, upper and lower case together."""
    return tuple(
        (0, len(digits := piece.lstrip("0")), digits)
        if piece[0] in "0123456789"
        else (1, 0, piece.casefold())
        for piece in _PIECES.findall(text)
    )


def _natural(entry: Entry) -> tuple[tuple[tuple[int, int, str], ...], str]:
    return natural_key(entry.id), entry.id


def _by_regex(
    sources: list[Source], id_from: str, glob: Pattern | None
) -> tuple[list[list[Owned]], list[Skipped]]:
    """Name the files by an expression; for a file that was given itself, it is asked about its whole path."""
    regex = read_id_regex(id_from)
    files = [(at, file) for at, source in enumerate(sources) for file in source.files]
    found = regex.search([file.path.as_posix() if file.named else "/".join(file.below) for _, file in files])
    owned: list[list[Owned]] = [[] for _ in sources]
    skipped = []
    for (at, file), identified in zip(files, found, strict=True):
        if identified is not None:
            owner = of_id(identified.id, identified.name, "/".join(file.below))
            owned[at].append(Owned(file, file.below, owner))
        elif file.refused is not None:
            skipped.append(Skipped(shown=file.shown, told=file.refused))
        elif _counts(file, file.below, glob):
            skipped.append(Skipped(shown=file.shown, told=message("intake.no_id", regex=id_from)))
    return owned, skipped


def _students(owned: list[list[Owned]]) -> Iterable[_Student]:
    """Bring together what is one student's."""
    students: dict[tuple[int, str], _Student] = {}
    for at, files in enumerate(owned):
        for one in files:
            key = (-1 if one.owner.everywhere else at, one.owner.id)
            students.setdefault(key, _Student(one.owner.id, one.owner.name, [])).files.append(one)
    return students.values()


def _graded(student: _Student, wanted: Wanted, glob: Pattern | None) -> tuple[Owned | None, list[Skipped]]:
    """Choose what is graded of a student, and say what of theirs is not."""
    refused = [
        Skipped(shown=one.listed.shown, told=one.listed.refused, id=student.id)
        for one in student.files
        if one.listed.refused is not None
    ]
    chosen, notes = _chosen(
        [one for one in student.files if one.listed.refused is None], student.id, wanted, glob
    )
    return chosen, [*refused, *notes]


def _chosen(
    files: list[Owned], id_: str, wanted: Wanted, glob: Pattern | None
) -> tuple[Owned | None, list[Skipped]]:
    counting = [one for one in files if _counts(one.listed, one.below, glob)]
    if counting:
        counting.sort(key=lambda one: one.below)
        return choose(counting, wanted)
    left = [one.listed for one in files if len(one.below) > 1 or not is_paper(one.listed.file_name)]
    if not left:
        return None, []
    if glob is None:
        return None, [nothing_to_grade(left, id_)]
    told = message("intake.no_match", id=id_, files=shown_names(left))
    return None, [Skipped(shown=left[0].shown, told=told, id=id_)]


def _counts(file: Listed, below: tuple[str, ...], glob: Pattern | None) -> bool:
    """Whether a file may be a submission."""
    if file.named:
        return True
    if glob is None:
        return may_be_submission(file.file_name)
    return glob.matches(below) or glob.matches(file.below)


def _with_unique_ids(chosen: list[Owned]) -> tuple[list[Entry], list[Skipped]]:
    """Make entries, and tell those with the same id apart by the order in which the PATHs were given."""
    taken = {one.owner.id for one in chosen}
    seen: set[str] = set()
    entries, skipped = [], []
    for one in chosen:
        id_, number = one.owner.id, 2
        if id_ in seen:
            while (id_ := f"{one.owner.id}~{number}") in taken:
                number += 1
            taken.add(id_)
            told = message("intake.same_id", id=one.owner.id, other=id_)
            skipped.append(Skipped(shown=one.listed.shown, told=told, lost=False, id=one.owner.id))
        seen.add(id_)
        entries.append(one.listed.entry(id_, one.owner.name))
    return entries, skipped
