"""Turns an entry into the bytes of its file: read once, and never more than a submission may have."""

from __future__ import annotations

import os
import struct
import zlib
from typing import TYPE_CHECKING, Final

from grader.errors import UsageError
from grader.messages import message
from grader.model.observation import Unreadable
from grader.submission import open_regular, read_bytes, read_capped

if TYPE_CHECKING:
    from pathlib import Path

    from grader.intake.entry import Entry, Span

_HEADER: Final = struct.Struct("<4s22xHH")  # of a member: its mark, and how long name and extra fields are
_MARK: Final = b"PK\3\4"
_PIECE_BYTES: Final = 1 << 16


def read_entry(entry: Entry, *, notebook: bool | None = None) -> bytes | Unreadable:
    """Read a submission's bytes, or say why they cannot be read.

    What is no longer there is unreadable as well: a file may have gone since it was found.

    Parameters
    ----------
    entry : Entry
        Where it lies.
    notebook : bool or None
        Whether it may be as large as a notebook; what its name says when None.
    """
    notebook = entry.notebook if notebook is None else notebook
    try:
        if entry.span is None:
            return read_bytes(str(entry.path), notebook=notebook)
        return _read_member(entry.path, entry.span, notebook=notebook)
    except UsageError:
        return Unreadable(told=message("intake.gone"))


def _read_member(path: Path, span: Span, *, notebook: bool) -> bytes | Unreadable:
    opened = open_regular(str(path))
    if isinstance(opened, Unreadable):
        return opened
    try:
        member = _Member(opened, span)
        data = read_capped(member.read, notebook=notebook)
    except (OSError, OverflowError, zlib.error, _BrokenError):
        return Unreadable(told=message("intake.member_broken"))
    finally:
        os.close(opened)
    if isinstance(data, bytes) and (len(data) != span.size_bytes or zlib.crc32(data) != span.crc32):
        return Unreadable(told=message("intake.member_broken"))
    return data


class _BrokenError(Exception):
    pass


class _Member:
    """A member as a stream: gives at most what it is asked for, and never unpacks more than that."""

    def __init__(self, descriptor: int, span: Span) -> None:
        self._descriptor = descriptor
        os.lseek(descriptor, span.offset, os.SEEK_SET)
        header = os.read(descriptor, _HEADER.size)
        if len(header) != _HEADER.size or header[:4] != _MARK:
            raise _BrokenError
        _, name_bytes, extra_bytes = _HEADER.unpack(header)
        os.lseek(descriptor, name_bytes + extra_bytes, os.SEEK_CUR)
        self._left_bytes = span.stored_bytes
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS) if span.deflated else None

    def read(self, size: int) -> bytes:
        """Give the next bytes; none at the end."""
        if self._inflate is None:
            return self._stored(size)
        while not self._inflate.eof:
            stored = self._inflate.unconsumed_tail or self._stored(_PIECE_BYTES)
            part = self._inflate.decompress(stored, size)
            if part or not stored:
                return part
        return b""

    def _stored(self, size: int) -> bytes:
        data = os.read(self._descriptor, min(size, self._left_bytes))
        self._left_bytes -= len(data)
        return data
