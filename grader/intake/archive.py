"""Turns a zip archive into the list of its members, without reading or writing any of them.

An archive may be hostile: students hand them in, and whoever exports a class's work has only renamed it.
Nothing is ever extracted, so that a name leads nowhere; a member is read on its own, as a stream and only up
to the size that a submission may have (`grader.intake.reading`). So what is left to refuse here is what
cannot be meant well: members that share their bytes, claim sizes that no compression gives, stand a thousand
folders deep, or would stand outside of the archive.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import normalize

import msgspec

from grader.intake.decoding import decode_names
from grader.intake.entry import DEEPEST, Listed, Listing, Skipped, Span
from grader.intake.junk import is_junk
from grader.messages import Message, message
from grader.model.observation import Unreadable
from grader.submission import may_be_submission, open_regular

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


class ArchiveLimits(NamedTuple):
    """How much of an archive is looked at: how many members, and how long the list of them may be."""

    members: int
    directory_bytes: int


EXPORTED: Final = ArchiveLimits(members=100_000, directory_bytes=32 << 20)
HANDED_IN: Final = ArchiveLimits(members=5_000, directory_bytes=1 << 20)

_HEADER_BYTES: Final = 30
_RATIO_MAX: Final = 1100  # deflate gives 1032 to 1 at most
_TOTAL_RATIO_MAX: Final = 100
_TOTAL_BYTES_FREE: Final = 1 << 30  # below this, the ratio of the whole does not matter
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_UTF8: Final = 0x800
_UNIX: Final = 3
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UNICODE_PATH: Final = 0x7075

_BROKEN: Final = (
    zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError, IndexError, OverflowError,
    struct.error,
)  # fmt: skip


def list_archive(path: Path, limits: ArchiveLimits, *, below: tuple[str, ...] = ()) -> Listing | Message:
    """List the members of an archive, or say why it cannot be.

    Parameters
    ----------
    path : Path
        A regular file and no link.
    limits : ArchiveLimits
        Beyond which the whole archive is refused.
    below : tuple of str
        Where the archive stands, which all its members stand below.

    Raises
    ------
    UsageError
        When there is nothing at that path.
    """
    opened = open_regular(str(path))
    if isinstance(opened, Unreadable):
        return opened.told
    with _Bounded(io.FileIO(opened), limits.directory_bytes) as file:
        size_bytes = file.seek(0, io.SEEK_END)
        try:
            with zipfile.ZipFile(file) as archive:
                members = archive.infolist()
        except _TooLong:
            return message("intake.archive_members", limit=limits.members)
        except _BROKEN:
            return message("intake.archive_broken")
    if len(members) > limits.members:
        return message("intake.archive_members", limit=limits.members)
    total_bytes = sum(member.file_size for member in members)
    if total_bytes > max(_TOTAL_BYTES_FREE, size_bytes * _TOTAL_RATIO_MAX):
        return message("intake.archive_bomb", gib=total_bytes >> 30)
    return _listed(path, members, below)


class _TooLong(Exception):  # noqa: N818 - a signal within this module
    pass


class _Bounded(io.BufferedReader):
    """A file of which `zipfile` reads the directory in one piece, but none that is too long."""

    def __init__(self, raw: io.FileIO, limit: int) -> None:
        super().__init__(raw)
        self._limit = limit

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > self._limit:
            raise _TooLong
        return super().read(size)


def _listed(path: Path, members: Sequence[zipfile.ZipInfo], below: tuple[str, ...]) -> Listing:
    overlapping = _overlapping(members)
    files: dict[tuple[str, ...], Listed] = {}
    refused: list[Listed] = []
    skipped: list[Skipped] = []
    for member, name in zip(members, _names(members), strict=True):
        parts = tuple(part for part in name.replace("\\", "/").split("/") if part not in ("", "."))
        if name.endswith(("/", "\\")) or not parts or any(map(is_junk, _plain(parts))):
            continue
        told = _refusal(member, name, parts) or (
            message("intake.member_overlaps") if id(member) in overlapping else None
        )
        one = Listed(below=(*below, *parts), path=path, member=name, span=_span(member))
        if told is not None and may_be_submission(name):
            refused.append(msgspec.structs.replace(one, refused=told))
            continue
        if told is not None:
            skipped.append(Skipped(shown=one.shown, told=told, lost=False))
            continue
        if one.below in files:
            skipped.append(Skipped(shown=one.shown, told=message("intake.member_twice"), lost=False))
        files[one.below] = one
    return Listing([*files.values(), *refused], skipped)


def _plain(parts: tuple[str, ...]) -> Iterator[str]:
    """Give the parts of a path that are names: `..` is no hidden file."""
    return (part for part in parts if part != "..")


def _refusal(member: zipfile.ZipInfo, name: str, parts: tuple[str, ...]) -> Message | None:
    """Say why a member is not looked at."""
    mode = member.external_attr >> 16 if member.create_system == _UNIX else 0
    outside = name.startswith(("/", "\\")) or ".." in parts or "\0" in name or parts[0][1:2] == ":"
    if len(parts) > DEEPEST + 1:
        return message("intake.too_deep", limit=DEEPEST)
    reasons = {
        "intake.member_path": outside,
        "intake.member_link": stat.S_ISLNK(mode),
        "intake.member_special": stat.S_IFMT(mode) not in (0, stat.S_IFREG),
        "intake.member_encrypted": member.flag_bits & _ENCRYPTED,
        "intake.member_method": member.compress_type not in _METHODS,
        "intake.member_bomb": member.file_size > (member.compress_size + 1) * _RATIO_MAX,
    }
    return next((message(key) for key, holds in reasons.items() if holds), None)


def _overlapping(members: Sequence[zipfile.ZipInfo]) -> set[int]:
    """Find the members that share bytes with another: how a small archive holds a file a thousand times."""
    found: set[int] = set()
    reached, last = 0, 0
    for member in sorted(members, key=lambda one: one.header_offset):
        if member.header_offset < reached:
            found |= {last, id(member)}
        end = member.header_offset + _HEADER_BYTES + member.compress_size
        if end >= reached:
            reached, last = end, id(member)
    return found


def _names(members: Sequence[zipfile.ZipInfo]) -> list[str]:
    """Read the names of the members as people wrote them, in whatever encoding."""
    unmarked = {
        at: member.orig_filename.encode("cp437")
        for at, member in enumerate(members)
        if not member.flag_bits & _UTF8 and not member.orig_filename.isascii()
    }
    decoded = dict(zip(unmarked, decode_names(unmarked.values(), western="cp437"), strict=True))
    names = (
        _unicode_path(member.extra, unmarked[at]) or decoded[at] if at in unmarked else member.orig_filename
        for at, member in enumerate(members)
    )
    return [normalize("NFC", name) for name in names]


def _unicode_path(extra: bytes, raw_name: bytes) -> str | None:
    """Find the name in UTF-8 that some programs add to one in the code page of their system."""
    while len(extra) >= 4:  # noqa: PLR2004 - two numbers: which field, and its length
        tag, length = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if tag == _UNICODE_PATH and field[1:5] == struct.pack("<L", zlib.crc32(raw_name)):
            try:
                return field[5:].decode()
            except UnicodeDecodeError:
                return None
    return None


def _span(member: zipfile.ZipInfo) -> Span:
    return Span(
        offset=member.header_offset,
        stored_bytes=member.compress_size,
        size_bytes=member.file_size,
        crc32=member.CRC,
        deflated=member.compress_type == zipfile.ZIP_DEFLATED,
    )
