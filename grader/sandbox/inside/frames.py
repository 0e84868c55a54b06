"""Turns descriptors into frames and back, on the worker's side."""

from __future__ import annotations

import struct

# By name: what a submission does to the modules does not reach these.
from io import FileIO
from os import _exit, write
from typing import NoReturn

HEAD = struct.Struct("<cI")
EXIT_OUT_OF_MEMORY = 88
_CHUNK_BYTES = 1 << 20


class Channel:
    """The worker's two descriptors: one to read jobs and cases from, one to write results to."""

    def __init__(self, incoming: int, results: int) -> None:
        self._incoming = FileIO(incoming, closefd=False)
        self._results = results

    def read(self) -> tuple[bytes, bytearray] | None:
        """Kind and payload of the next frame, or None when the parent has closed its end."""
        head = self._read_exactly(HEAD.size)
        if len(head) < HEAD.size:
            return None
        kind, length = HEAD.unpack(head)
        return kind, self._read_exactly(length)

    def write(self, kind: bytes, *parts: bytes) -> None:
        """Send one frame; large parts go out as they are, without another copy of them."""
        length = sum(map(len, parts))
        pieces = (HEAD.pack(kind, length), *parts)
        for piece in (b"".join(pieces),) if length < _CHUNK_BYTES else pieces:
            _write_all(self._results, piece)

    def end(self, kind: bytes, *parts: bytes) -> NoReturn:
        """Send one last frame and end the process at once."""
        self.write(kind, *parts)
        _exit(0)

    def _read_exactly(self, count: int) -> bytearray:
        data = bytearray(count)
        got = 0
        with memoryview(data) as room:
            while got < count and (read := self._incoming.readinto(room[got:])):
                got += read
        return data[:got] if got < count else data


def end_process(status: int) -> NoReturn:
    """End the process at once, without another line of the submission's."""
    _exit(status)


def _write_all(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[write(descriptor, left) :]


def pack_text(text: str) -> bytes:
    """Length and UTF-8; lone surrogates become escapes, so that the other side can decode strictly."""
    data = text.encode("utf-8", "backslashreplace")
    return struct.pack("<I", len(data)) + data
