"""Turns nothing: the records of what was found, before any of it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from grader.submission.read import is_notebook

if TYPE_CHECKING:
    from pathlib import Path

    from grader.messages import Message


DEEPEST: Final = 32
"""How many folders may stand one in another, on the disk or in an archive."""


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """Where the bytes of a member lie in its archive, so that reading one does not look through all.

    Parameters
    ----------
    offset : int
        Of the member's own header in the file.
    stored_bytes : int
        How long it is in the archive.
    size_bytes : int
        How long it says that it is.
    crc32 : int
        What it says that its checksum is.
    deflated : bool
        Whether it is compressed.
    """

    offset: int
    stored_bytes: int
    size_bytes: int
    crc32: int
    deflated: bool


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One submission of a class, not yet read.

    Parameters
    ----------
    id : str
        Whose it is; unique in a run. Untrusted text: it may come from the name of a file. It can always be
        written as UTF-8.
    path : Path
        The file, or the archive that it lies in.
    member : str or None
        Its name within the archive, as people read it.
    span : Span or None
        Where in the archive it lies.
    name : str or None
        The student's name, where the place says it.
    """

    id: str
    path: Path
    member: str | None = None
    span: Span | None = None
    name: str | None = None

    @property
    def shown(self) -> str:
        """How to speak of the file."""
        return str(self.path) if self.member is None else f"{self.path}!{self.member}"

    @property
    def notebook(self) -> bool:
        """Whether its name says that it is a notebook."""
        return is_notebook(self.path.name if self.member is None else self.member)


class Skipped(msgspec.Struct, frozen=True, kw_only=True):
    """What was found and is no submission, and why: told to the instructor.

    Parameters
    ----------
    shown : str
        How to speak of it.
    told : Message
        Why it is not graded, or what was decided about it.
    lost : bool
        Whether somebody's work may be missing from the run because of it. Otherwise it is a remark.
    id, name : str or None
        Whose it is, where that is known.
    """

    shown: str
    told: Message
    lost: bool = True
    id: str | None = None
    name: str | None = None


class Found(NamedTuple):
    """The submissions of a class in the natural order of their ids, and what was left aside."""

    entries: tuple[Entry, ...]
    skipped: tuple[Skipped, ...]


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One file that was come upon, whatever it is.

    Parameters
    ----------
    below : tuple of str
        The parts of its path below the PATH that was given; an archive is a folder there.
    path, member, span
        As those of an entry.
    named : bool
        Whether it was given as a PATH itself, so that it is a submission whatever its name.
    refused : Message or None
        Why it is not looked at, though it may be somebody's work: whose it is is all that is asked. Where
        a whole folder is refused, the last part of `below` is empty.
    """

    below: tuple[str, ...]
    path: Path
    member: str | None = None
    span: Span | None = None
    named: bool = False
    refused: Message | None = None

    @property
    def file_name(self) -> str:
        """The last part of its path."""
        return self.below[-1]

    def entry(self, id_: str, name: str | None = None) -> Entry:
        """Make it somebody's submission."""
        return Entry(id=id_, path=self.path, member=self.member, span=self.span, name=name)

    @property
    def shown(self) -> str:
        """How to speak of the file."""
        return self.entry("").shown


class Listing(NamedTuple):
    """All that a folder or an archive holds, and remarks on it."""

    files: list[Listed]
    skipped: list[Skipped]
