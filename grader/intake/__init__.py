"""Turns files, folders and exports of learning platforms into entries: whose each is, and where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from pathlib import Path

    from grader.messages import Message


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One submission of a class, not yet read.

    Parameters
    ----------
    id : str
        Whose it is; unique in a run. Untrusted text: it may come from the name of a file.
    path : Path
        The file, or the archive that it lies in.
    member : str or None
        Its name within the archive, as the archive has it.
    name : str or None
        The student's name, where the place says it.
    """

    id: str
    path: Path
    member: str | None = None
    name: str | None = None

    @property
    def shown(self) -> str:
        """How to speak of the file."""
        return str(self.path) if self.member is None else f"{self.path}!{self.member}"


class Skipped(msgspec.Struct, frozen=True, kw_only=True):
    """What was found and is no submission, and why: told to the instructor."""

    shown: str
    told: Message
