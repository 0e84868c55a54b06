"""Turns the PATHs of the command line into what they hold: folders, archives, or files of a folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from grader.errors import UsageError
from grader.intake.archive import EXPORTED, list_archive
from grader.intake.decoding import readable
from grader.intake.entry import Listed, Listing, Skipped
from grader.intake.folder import list_folder
from grader.intake.junk import is_archive, is_other_archive
from grader.intake.owners import of_blackboard, of_canvas, of_id, of_moodle, of_number
from grader.messages import Message, message
from grader.submission import may_be_submission, open_regular

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.intake.wanted import Wanted


class Source(NamedTuple):
    """What one PATH holds, or several that are files of one folder.

    Parameters
    ----------
    label : str
        What the folder or archive is called.
    files : list of Listed
        All that it holds.
    loose : bool
        Whether its files were given by themselves.
    """

    label: str
    files: list[Listed]
    loose: bool = False

    @property
    def work(self) -> list[Listed]:
        """The files that may be submissions by their names, or were given by themselves."""
        files = (file for file in self.files if file.refused is None)
        return [file for file in files if file.named or may_be_submission(file.file_name)]


def list_sources(
    paths: Sequence[str | os.PathLike[str]], *, leave_out: Path | None
) -> tuple[list[Source], list[Skipped]]:
    """List what the PATHs hold; what is given twice is listed once.

    Raises
    ------
    UsageError
        When there is nothing at one of them, or it cannot be opened.
    """
    sources: dict[str, Source] = {}
    skipped: list[Skipped] = []
    for given in paths:
        path = Path(given)
        where = os.path.abspath(path)  # noqa: PTH100 - Path.absolute keeps `..`
        if path.is_dir() or is_archive(path.name):
            if where not in sources:
                listing = list_folder(path, leave_out=leave_out) if path.is_dir() else _archive(path)
                sources[where] = Source(_label(where), listing.files)
                skipped += listing.skipped
        else:
            folder = os.path.dirname(where)  # noqa: PTH120 - as above
            loose = sources.setdefault(f"{folder}/*", Source(_label(folder), [], loose=True))
            loose.files.append(_loose(path))
    return _each_once(list(sources.values())), skipped


def join_students(sources: list[Source], wanted: Wanted) -> list[Source]:
    """Make one source of several of which most are a student's each: `alice/ bob/`, `*.zip`, `*/layer.py`."""
    labels = {source.label for source in sources}
    ones = sum(_is_one_students(source, wanted) for source in sources)
    if len(sources) == 1 or len(labels) < len(sources) or 2 * ones <= sum(bool(one.work) for one in sources):
        return sources
    names = [file.file_name for source in sources for file in source.work]
    if all(source.loose for source in sources) and len(set(names)) == len(names):
        return sources  # files that are named after students, from several folders
    files = [
        msgspec.structs.replace(file, below=(source.label, *file.below))
        for source in sources
        for file in source.files
    ]
    return [Source("", files)]


def _is_one_students(source: Source, wanted: Wanted) -> bool:
    """Whether all that a source holds is so called that just one file can be a submission."""
    paths = [file.below for file in source.work]
    if any(of_moodle(path) or of_blackboard(path) or of_canvas(path) or of_number(path) for path in paths):
        return False
    return wanted.are_one_students({of_id("", None, path[-1]).file for path in paths})


def _archive(path: Path) -> Listing:
    """List an archive that was given as a PATH; a link to one is followed."""
    found = list_archive(Path(os.path.realpath(path)) if path.is_symlink() else path, EXPORTED)
    if isinstance(found, Message):
        raise UsageError(message("intake.at", path=str(path), told=found))
    return found


def _loose(path: Path) -> Listed:
    """Take a file that was given as a PATH, whatever it is, as long as it is there."""
    if is_other_archive(path.name) and path.is_file():
        raise UsageError(message("intake.unpack_first", path=str(path)))
    if not os.path.lexists(path):
        open_regular(str(path))  # which says what is there instead
    return Listed(below=(readable(path.name),), path=path, named=True)


def _label(where: str) -> str:
    name = readable(os.path.basename(where))  # noqa: PTH119 - a string
    return name[: -len(".zip")] if is_archive(name) else name


def _each_once(sources: list[Source]) -> list[Source]:
    """Leave out what an earlier PATH held already."""
    if len(sources) == 1 and not sources[0].loose:
        return sources
    seen: set[tuple[str, str | None, int | None]] = set()
    unique = []
    for source in sources:
        files = []
        for file in source.files:
            place = (
                os.path.abspath(file.path),  # noqa: PTH100 - Path.absolute keeps `..`
                file.member,
                None if file.span is None else file.span.offset,
            )
            if place not in seen:
                seen.add(place)
                files.append(file)
        unique.append(source._replace(files=files))
    return [source for source in unique if source.files]
