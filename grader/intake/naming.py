"""Turns the files of one folder or export into whose each of them is: what no single name can tell.

Whether `a_12_34_b.py` is of Canvas or somebody's own idea shows in the names beside it; so does whether a
folder is a student's or only wraps all the others. What stands within a student's folder or archive is named
by that student, who may want to be somebody else: it has no say.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from grader.intake import gradescope
from grader.intake.junk import is_archive
from grader.intake.owners import (
    Owner,
    are_names_first,
    of_blackboard,
    of_canvas,
    of_moodle,
    of_number,
    of_place,
)
from grader.intake.reading import read_entry
from grader.model.observation import Unreadable
from grader.submission import may_be_submission

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from grader.intake.entry import Listed
    from grader.intake.wanted import Wanted

_Reads: TypeAlias = "Callable[[Sequence[str]], Owner | None]"

_GRADESCOPE_FOLDER: Final = re.compile(r"submission_\d+")
_PLATFORMS: Final[tuple[_Reads, ...]] = (of_moodle, of_blackboard, of_canvas)


class Owned(NamedTuple):
    """A file and whose it is.

    Parameters
    ----------
    listed : Listed
        The file.
    below : tuple of str
        The parts of its path, without a folder that wraps everything.
    owner : Owner
        Several who worked together have a record each.
    """

    listed: Listed
    below: tuple[str, ...]
    owner: Owner


def name_files(files: Sequence[Listed], wanted: Wanted) -> list[Owned]:
    """Say whose each file is; every file has at least one owner, if only by its own name."""
    sound = [file for file in files if file.refused is None]
    wrapper = find_wrapper(sound, wanted)
    inside = [(file, _without(file.below, wrapper)) for file in files]
    submitters = _submitters(inside)
    of_platform = _platform([(file, below) for file, below in inside if file.refused is None])
    name_first = are_names_first({below[0]: below for _, below in inside}.values())
    numbered = partial(of_number, name_first=name_first)
    owned = [
        Owned(file, below, owner)
        for file, below in inside
        for owner in _owners(below, submitters, (of_platform, numbered))
    ]
    return _without_false_numbers(owned, numbered)


def find_wrapper(files: Sequence[Listed], wanted: Wanted) -> tuple[str, ...]:
    """Find the folders that stand around everything: of an archive that was made of one folder, say."""
    paths = [file.below for file in files if may_be_submission(file.file_name)]
    depth = 0
    while paths and _wraps([path[depth:] for path in paths], wanted):
        depth += 1
    return paths[0][:depth] if paths else ()


def _wraps(paths: list[tuple[str, ...]], wanted: Wanted) -> bool:
    first = paths[0]
    if any(len(path) == 1 or path[0] != first[0] for path in paths):
        return False
    if any(reads(first[:1]) for reads in (*_PLATFORMS, of_number)) or _GRADESCOPE_FOLDER.fullmatch(first[0]):
        return False
    if any(len(path) > 2 for path in paths):  # noqa: PLR2004 - a folder within the folder
        return True
    return not wanted.are_one_students(path[1] for path in paths)


def _without(below: tuple[str, ...], wrapper: tuple[str, ...]) -> tuple[str, ...]:
    wrapped = len(below) > len(wrapper) and below[: len(wrapper)] == wrapper
    return below[len(wrapper) :] if wrapped else below


def _platform(files: Sequence[tuple[Listed, tuple[str, ...]]]) -> _Reads:
    """Find the platform that has named half of what stands side by side, or what is in those folders."""
    paths = [below for file, below in files if _is_work(file)] or [below for _, below in files]
    beside = {below[0] for below in paths}
    named = {reads: {below[0] for below in paths if reads(below)} for reads in _PLATFORMS}
    best = max(_PLATFORMS, key=lambda reads: len(named[reads]))
    least = len(beside) + (best is of_canvas)  # names like those of Canvas come about by themselves
    return best if 2 * len(named[best]) >= least else _of_none


def _of_none(_: Sequence[str]) -> None:
    """Read nothing: names are not those of a platform."""


def _is_work(file: Listed) -> bool:
    return may_be_submission(file.file_name) or any(map(is_archive, file.below))


def _owners(
    below: tuple[str, ...], submitters: dict[str, list[gradescope.Submitter]], readers: Iterable[_Reads]
) -> list[Owner]:
    if below[0] in submitters and _GRADESCOPE_FOLDER.fullmatch(below[0]):
        inside = of_place(below)
        return [inside._replace(id=one.id, name=one.name) for one in submitters[below[0]]]
    return [next(filter(None, (reads(below) for reads in readers)), None) or of_place(below)]


def _submitters(files: Sequence[tuple[Listed, tuple[str, ...]]]) -> dict[str, list[gradescope.Submitter]]:
    found: dict[str, list[gradescope.Submitter]] = {}
    for file, below in files:
        if below == (gradescope.FILE_NAME,) and file.refused is None:
            # Called a notebook, as it may be larger than a script.
            data = read_entry(file.entry(""), notebook=True)
            if not isinstance(data, Unreadable):
                found |= gradescope.read_submitters(data.decode("utf-8", "replace"))
    return found


def _without_false_numbers(owned: list[Owned], numbered: _Reads) -> list[Owned]:
    """Take back a student's number that stands beside several names: then it is a date or a course."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for one in owned:
        if one.owner.name is not None and not one.owner.everywhere:
            names[one.owner.id].add(one.owner.name)
    return [
        one._replace(owner=of_place(one.below)) if _is_false(one, names, numbered) else one for one in owned
    ]


def _is_false(one: Owned, names: dict[str, set[str]], numbered: _Reads) -> bool:
    found = numbered(one.below) if len(names.get(one.owner.id, ())) > 1 else None
    return found is not None and found.id == one.owner.id
