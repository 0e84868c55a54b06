"""Turns descriptors into frames and back, on the worker's side."""

from __future__ import annotations

import os
import struct
from typing import NoReturn

HEAD = struct.Struct("<cI")
_CHUNK_BYTES = 1 << 20


class Channel:
    """The worker's two descriptors: one to read jobs and cases from, one to write results to."""

    def __init__(self, incoming: int, results: int) -> None:
        self._incoming = incoming
        self._results = results

    def read(self) -> tuple[bytes, bytearray] | None:
        """Kind and payload of the next frame, or None when the parent has closed its end."""
        head = self._read_exactly(HEAD.size)
        if not head:
            return None
        kind, length = HEAD.unpack(head)
        return kind, self._read_exactly(length)

    def write(self, kind: bytes, *parts: bytes) -> None:
        """Send one frame."""
        _write_all(self._results, HEAD.pack(kind, sum(map(len, parts))) + b"".join(parts))

    def end(self, kind: bytes, *parts: bytes) -> NoReturn:
        """Send one last frame and end the process at once."""
        self.write(kind, *parts)
        os._exit(0)

    def _read_exactly(self, count: int) -> bytearray:
        data = bytearray()
        while len(data) < count:
            chunk = os.read(self._incoming, min(count - len(data), _CHUNK_BYTES))
            if not chunk:
                break
            data += chunk
        return data


def _write_all(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def pack_text(text: str) -> bytes:
    """Length and UTF-8; lone surrogates become escapes, so that the other side can decode strictly."""
    data = text.encode("utf-8", "backslashreplace")
    return struct.pack("<I", len(data)) + data
