"""Turns texts, by their paths below a folder, into files that were not there: all of them, or none."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from grader.cli.output import cannot_write
from grader.errors import UsageError
from grader.messages import message
from grader.report.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write_all(root: Path, files: Mapping[str, str]) -> None:
    """Write files, by their paths below a folder; nothing that is there is overwritten.

    Raises
    ------
    UsageError
        One of them is there already, or cannot be written: then nothing new is left.
    """
    for name in files:
        if os.path.lexists(root / name):
            raise UsageError(message("cli.exists", path=str(root / name)))
    made: list[Path] = []
    try:
        for name, text in files.items():
            _make_folders((root / name).parent, made)
            made.append(root / name)
            write_whole(root / name, text.encode())
    except (OSError, ValueError) as error:
        _remove(made)
        raise cannot_write(root, error) from error
    except BaseException:
        _remove(made)
        raise


def _make_folders(folder: Path, made: list[Path]) -> None:
    missing = [folder, *folder.parents]
    for parent in reversed([path for path in missing if not path.exists()]):
        parent.mkdir()
        made.append(parent)


def _remove(made: list[Path]) -> None:
    """Take away what was made, the newest first; what others put there meanwhile stays."""
    for path in reversed(made):
        try:
            path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
        except OSError:
            continue
