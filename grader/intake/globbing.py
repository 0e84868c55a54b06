"""Turns a pattern such as `*/layer.py` into a test of paths; `*` stays within a folder, `**` does not."""

from __future__ import annotations

import fnmatch
import re
from typing import TYPE_CHECKING, NamedTuple

from grader.errors import UsageError
from grader.messages import message

if TYPE_CHECKING:
    from collections.abc import Sequence


class Pattern(NamedTuple):
    """A pattern, taken apart: a test for each part of a path, or None for any number of parts."""

    parts: tuple[re.Pattern[str] | None, ...]

    def matches(self, below: Sequence[str]) -> bool:
        """Whether a whole path matches; upper and lower case are the same."""
        reached = {0}
        for name in below:
            reached = self._after(self._open(reached), name)
        return len(self.parts) in self._open(reached)

    def _open(self, reached: set[int]) -> set[int]:
        """Pass over each `**` that matches nothing."""
        opened = set(reached)
        for at in range(len(self.parts)):
            if at in opened and self.parts[at] is None:
                opened.add(at + 1)
        return opened

    def _after(self, reached: set[int], name: str) -> set[int]:
        after = set()
        for at in reached:
            if at == len(self.parts):
                continue
            part = self.parts[at]
            if part is None:
                after.add(at)
            elif part.match(name):
                after.add(at + 1)
        return after


def read_pattern(text: str) -> Pattern:
    """Read a pattern.

    Raises
    ------
    UsageError
        When it could match nothing below a folder: empty, absolute or leading out of it.
    """
    parts = text.replace("\\", "/").removeprefix("./").split("/")
    if not all(parts) or ".." in parts or parts[0][1:2] == ":":
        raise UsageError(message("intake.bad_pattern", pattern=text))
    return Pattern(tuple(None if part == "**" else _part(part) for part in parts))


def _part(text: str) -> re.Pattern[str]:
    return re.compile(fnmatch.translate(text), re.IGNORECASE)
