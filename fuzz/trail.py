"""Turns what a process tries into a file that outlives it: how many inputs, findings, and the last one."""

from __future__ import annotations

import mmap
import struct
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

_HEAD: Final = struct.Struct("<QQI")
LAST_BYTES_MAX: Final = 1 << 16


class Seen(NamedTuple):
    """What stands in a trail."""

    inputs: int
    findings: int
    last: bytes


class Trail:
    """A file in shared memory: written for each input at next to no cost, and there after the process."""

    def __init__(self, path: Path) -> None:
        path.write_bytes(bytes(_HEAD.size + LAST_BYTES_MAX))
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), 0)
        self.inputs = 0
        self.findings = 0

    def begin(self, data: bytes) -> None:
        """Note an input before it is tried."""
        self.inputs += 1
        kept = data[:LAST_BYTES_MAX]
        self._memory[_HEAD.size : _HEAD.size + len(kept)] = kept
        _HEAD.pack_into(self._memory, 0, self.inputs, self.findings, len(kept))

    def find(self) -> None:
        """Note that something is wrong with the last input."""
        self.findings += 1
        _HEAD.pack_into(self._memory, 0, self.inputs, self.findings, 0)


def read_trail(path: Path) -> Seen:
    """Read a trail, of a process that may have died."""
    content = path.read_bytes() if path.exists() else b""
    if len(content) < _HEAD.size:
        return Seen(0, 0, b"")
    inputs, findings, length = _HEAD.unpack_from(content)
    return Seen(inputs, findings, content[_HEAD.size : _HEAD.size + length])
