"""Turns bytes into numbers, choices and texts, so that each input means something; at their end all is 0."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

_T = TypeVar("_T")


class Bites:
    """Bytes that are eaten from the front."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> bytes:
        """Take so many bytes, or what is left."""
        taken = self._data[self._at : self._at + count]
        self._at += len(taken)
        return taken

    def number(self, size_bytes: int = 1) -> int:
        """Take a number."""
        return int.from_bytes(self.take(size_bytes), "little")

    def choice(self, options: Sequence[_T]) -> _T:
        """Take one of some."""
        return options[self.number() % len(options)]

    def text(self) -> str:
        """Take a text of up to 255 bytes; what is no UTF-8 becomes lone surrogates."""
        return self.take(self.number()).decode("utf-8", "surrogateescape")

    def rest(self) -> bytes:
        """Take what is left."""
        return self.take(len(self._data))
