"""Turns a place in a folder for results into the certainty that nothing stands there that others have laid.

Others may be able to write to such a folder. What they put where our files go must neither lead our writing
elsewhere, as a link does, nor have us wait for ever, as a pipe does.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.messages import message
from grader.model.observation import Unreadable
from grader.submission import open_regular

if TYPE_CHECKING:
    from pathlib import Path


def require_file(path: Path) -> None:
    """Raise `UsageError` where something stands that is no plain file."""
    _require(path, stat.S_IFREG, "batch.laid")


def require_folder(path: Path) -> None:
    """Raise `UsageError` where something stands that is no folder, such as a link to one."""
    _require(path, stat.S_IFDIR, "batch.laid_folder")


def read_plain(path: Path) -> bytes | None:
    """Read a file of ours; None where there is none, or something else."""
    try:
        opened = open_regular(str(path))
        if isinstance(opened, Unreadable):
            return None
        with os.fdopen(opened, "rb") as file:
            return file.read()
    except (UsageError, OSError):
        return None


def _require(path: Path, kind: int, key: str) -> None:
    try:
        found = stat.S_IFMT(path.lstat().st_mode)
    except FileNotFoundError:
        return
    if found != kind:
        raise UsageError(message(key, path=str(path)))
