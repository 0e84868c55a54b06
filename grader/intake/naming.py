"""Turns the files of one folder or export into whose each of them is: what no single name can tell.

Whether `a_12_34_b.py` is of Canvas or somebody's own idea shows in the names beside it; so does whether a
folder is a student's or only wraps all the others.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from grader.intake import gradescope
from grader.intake.junk import is_archive, may_be_submission
from grader.intake.owners import Owner, of_blackboard, of_canvas, of_moodle, of_number, of_place
from grader.intake.reading import read_entry
from grader.model.observation import Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.intake.entry import Listed
    from grader.intake.wanted import Wanted

_GRADESCOPE_FOLDER: Final = re.compile(r"submission_\d+")


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
    submitters = _submitters(sound)
    canvas = _is_canvas(sound, wrapper)
    owned = [
        Owned(file, below, owner)
        for file, below in inside
        for owner in _owners(below, submitters, canvas=canvas)
    ]
    return _without_false_numbers(owned)


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
    if _of_platform(first) or of_canvas(first) or of_number(first) or _GRADESCOPE_FOLDER.fullmatch(first[0]):
        return False
    if any(len(path) > 2 for path in paths):  # noqa: PLR2004 - a folder within the folder
        return True
    return not wanted.are_one_students(path[1] for path in paths)


def _without(below: tuple[str, ...], wrapper: tuple[str, ...]) -> tuple[str, ...]:
    wrapped = len(below) > len(wrapper) and below[: len(wrapper)] == wrapper
    return below[len(wrapper) :] if wrapped else below


def _is_canvas(files: Sequence[Listed], wrapper: tuple[str, ...]) -> bool:
    """Whether most of what may be submissions is named as Canvas does it."""
    paths = [_without(file.below, wrapper) for file in files if _is_work(file)]
    return 2 * sum(of_canvas(path) is not None for path in paths) > len(paths)


def _is_work(file: Listed) -> bool:
    return may_be_submission(file.file_name) or any(map(is_archive, file.below))


def _owners(
    below: tuple[str, ...], submitters: dict[str, list[gradescope.Submitter]], *, canvas: bool
) -> list[Owner]:
    if below[0] in submitters:
        inside = of_place(below)
        return [inside._replace(id=one.id, name=one.name) for one in submitters[below[0]]]
    owner = _of_platform(below) or (of_canvas(below) if canvas else None)
    return [owner or of_number(below) or of_place(below)]


def _of_platform(below: tuple[str, ...]) -> Owner | None:
    return of_moodle(below) or of_blackboard(below)


def _submitters(files: Sequence[Listed]) -> dict[str, list[gradescope.Submitter]]:
    found: dict[str, list[gradescope.Submitter]] = {}
    for file in files:
        if file.file_name == gradescope.FILE_NAME:
            # Called a notebook, as it may be larger than a script.
            data = read_entry(file.entry(""), notebook=True)
            if not isinstance(data, Unreadable):
                found |= gradescope.read_submitters(data.decode("utf-8", "replace"))
    return found


def _without_false_numbers(owned: list[Owned]) -> list[Owned]:
    """Take back a student's number that stands beside several names: then it is a date or a course."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for one in owned:
        if one.owner.name is not None and not one.owner.everywhere:
            names[one.owner.id].add(one.owner.name)
    return [one._replace(owner=of_place(one.below)) if _is_false(one, names) else one for one in owned]


def _is_false(one: Owned, names: dict[str, set[str]]) -> bool:
    numbered = of_number(one.below) if len(names.get(one.owner.id, ())) > 1 else None
    return numbered is not None and numbered.id == one.owner.id
