"""Turns the files of one student into the one that is graded, or says why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from grader.intake.entry import Listed, Skipped
from grader.intake.junk import is_archive, is_other_archive
from grader.intake.reading import read_entry
from grader.messages import Message, message
from grader.submission import submission_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.intake.naming import Owned
    from grader.intake.wanted import Wanted

_READ_MAX: Final = 20  # so many files of one student are looked into
_SHOWN_MAX: Final = 5


class Choice(NamedTuple):
    """What is graded for a student, or None, and what there is to say about the rest."""

    chosen: Owned | None
    skipped: list[Skipped]


class _Seen(NamedTuple):
    """How well a file fits, and the digest of its bytes; None where they cannot be read."""

    fit: int
    sha256: str | None


def choose(files: Sequence[Owned], wanted: Wanted) -> Choice:
    """Choose among all the files of a student that may be the submission.

    The latest attempt counts. Then what is given to students falls out, then a file that is called like the
    exercise is preferred, then one that defines its classes or has its markers, then one of several that are
    the same, then a script to a notebook of the same name. Where that leaves several, nothing is guessed.
    """
    latest, skipped = _latest(files)
    left = _prefer(latest, [one for one in latest if not wanted.is_beside(one.owner.file)])
    left = _prefer(left, [one for one in left if wanted.is_named(one.owner.file)])
    if 1 < len(left) <= _READ_MAX:
        left = _by_contents(left, wanted)
    if len(left) > 1:
        left, notes = _script_before_notebook(left)
        skipped += notes
    if len(left) == 1:
        return Choice(left[0], skipped)
    told = message("intake.several_files", id=files[0].owner.id, files=shown_names(left))
    return Choice(None, [*skipped, Skipped(shown=left[0].listed.shown, told=told, id=files[0].owner.id)])


def nothing_to_grade(files: Sequence[Listed], id_: str) -> Skipped:
    """Say that a student has handed in nothing that can be graded."""
    packed = any(is_archive(file.file_name) or is_other_archive(file.file_name) for file in files)
    key = "intake.only_archive" if packed else "intake.no_file"
    told = message(key, id=id_, files=shown_names(files))
    return Skipped(shown=files[0].shown, told=told, id=id_)


def shown_names(files: Sequence[Owned] | Sequence[Listed]) -> str:
    """List the names of a few files, and how many more there are."""
    names = ["/".join(one.below) for one in files]
    shown = ", ".join(names[:_SHOWN_MAX])
    return f"{shown}, … (+{len(names) - _SHOWN_MAX})" if len(names) > _SHOWN_MAX else shown


def _prefer(files: list[Owned], preferred: list[Owned]) -> list[Owned]:
    return preferred or files


def _latest(files: Sequence[Owned]) -> tuple[list[Owned], list[Skipped]]:
    """Keep the last attempt of every series, and say which ones are left aside for it."""
    last: dict[str, tuple[int, ...]] = {}
    for one in files:
        last[one.owner.series] = max(last.get(one.owner.series, ()), one.owner.attempt)
    kept = [one for one in files if one.owner.attempt == last[one.owner.series]]
    unlike = {(one.owner.series, one.owner.file): one for one in reversed(kept)}  # the same in two downloads
    newer = {one.owner.series: one for one in unlike.values()}
    skipped = [
        _remark(one, "intake.earlier_attempt", newer[one.owner.series])
        for one in files
        if one.owner.attempt != last[one.owner.series]
    ]
    return list(reversed(unlike.values())), skipped


def _by_contents(files: list[Owned], wanted: Wanted) -> list[Owned]:
    seen = [_look_into(one, wanted) for one in files]
    most = max(one.fit for one in seen)
    best = {
        one.sha256: file
        for file, one in zip(reversed(files), reversed(seen), strict=True)
        if one.fit == most and one.sha256 is not None
    }
    return list(reversed(best.values())) or files


def _look_into(one: Owned, wanted: Wanted) -> _Seen:
    """Read a file, and keep no more of it than is compared: a student may have handed in many large ones."""
    entry = one.listed.entry("")
    data = read_entry(entry)
    submission = submission_from("", data, notebook=entry.notebook)
    return _Seen(wanted.fits(submission.source), submission.sha256 if isinstance(data, bytes) else None)


def _script_before_notebook(files: list[Owned]) -> tuple[list[Owned], list[Skipped]]:
    scripts = {one.owner.file[:-3]: one for one in files if one.owner.file.lower().endswith(".py")}
    notebooks = [
        one for one in files if one.owner.file.lower().endswith(".ipynb") and one.owner.file[:-6] in scripts
    ]
    skipped = [_remark(one, "intake.other_form", scripts[one.owner.file[:-6]]) for one in notebooks]
    return [one for one in files if one not in notebooks], skipped


def _remark(one: Owned, key: str, graded: Owned) -> Skipped:
    told: Message = message(key, id=one.owner.id, graded="/".join(graded.below))
    return Skipped(shown=one.listed.shown, told=told, lost=False, id=one.owner.id)
