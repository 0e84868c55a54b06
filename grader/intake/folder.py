"""Turns a folder into the list of its files, archives opened, without following any link.

Nothing is read but names. What is no regular file stands in the list as well: that it cannot be graded is
found when it is read, and is its owner's result.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from grader.errors import UsageError
from grader.intake.archive import HANDED_IN, list_archive
from grader.intake.decoding import readable
from grader.intake.entry import DEEPEST, Listed, Listing, Skipped
from grader.intake.junk import is_archive, is_junk
from grader.messages import Message, message

FILES_MAX: Final = 500_000


def list_folder(folder: Path, *, leave_out: Path | None = None) -> Listing:
    """List all files below a folder, in the order of their names.

    Parameters
    ----------
    folder : Path
        May itself be a link: whoever typed it means what it leads to.
    leave_out : Path or None
        A folder below it that is not looked at, such as the one that results are written to.

    Raises
    ------
    UsageError
        When it cannot be opened, or holds so much that it can hardly be the one that is meant.
    """
    walk = _Walk(folder, os.path.realpath(leave_out) if leave_out is not None else None)
    while walk.folders:
        walk.enter(*walk.folders.pop())
    return Listing(walk.files, walk.skipped)


class _Walk:
    """What has been seen so far, and which folders are still to be entered."""

    def __init__(self, root: Path, leave_out: str | None) -> None:
        self.files: list[Listed] = []
        self.skipped: list[Skipped] = []
        self.folders: list[tuple[str, tuple[str, ...]]] = [(str(root), ())]
        self._root = root
        self._leave_out = leave_out

    def enter(self, path: str, below: tuple[str, ...]) -> None:
        """Look at what stands in one folder."""
        try:
            with os.scandir(path) as found:
                children = sorted(found, key=lambda child: child.name)
        except OSError as error:
            told = message("intake.folder_closed", detail=error.strerror or type(error).__name__)
            if not below:
                raise UsageError(message("intake.at", path=path, told=told)) from error
            self._refuse(path, (*below, ""), told)
            return
        if not children and len(below) == 1:
            self._refuse(path, (*below, ""), message("intake.folder_empty"))
        for child in children:
            if not is_junk(child.name):
                self._see(child, (*below, readable(child.name)))
        if len(self.files) > FILES_MAX:
            raise UsageError(message("intake.too_many_files", path=str(self._root), limit=FILES_MAX))

    def _see(self, child: os.DirEntry[str], below: tuple[str, ...]) -> None:
        if _is_folder(child):
            self._see_folder(child, below)
        elif is_archive(child.name):
            self._see_archive(child, below)
        else:
            self.files.append(Listed(below=below, path=Path(child.path)))

    def _see_folder(self, child: os.DirEntry[str], below: tuple[str, ...]) -> None:
        if child.is_symlink() or getattr(child, "is_junction", bool)():
            self._refuse(child.path, (*below, ""), message("intake.link_to_folder"))
        elif len(below) > DEEPEST:
            self._refuse(child.path, (*below, ""), message("intake.too_deep", limit=DEEPEST))
        elif not self._is_left_out(child):
            self.folders.append((child.path, below))

    def _is_left_out(self, child: os.DirEntry[str]) -> bool:
        named = self._leave_out is not None and child.name == os.path.basename(self._leave_out)  # noqa: PTH119 - a string
        return named and os.path.realpath(child.path) == self._leave_out

    def _see_archive(self, child: os.DirEntry[str], below: tuple[str, ...]) -> None:
        found = list_archive(Path(child.path), HANDED_IN, below=below)
        if isinstance(found, Message):
            self._refuse(child.path, below, found)
            return
        if not found.files and not found.skipped:
            self._refuse(child.path, below, message("intake.archive_empty"))
        self.files += found.files
        self.skipped += found.skipped

    def _refuse(self, path: str, below: tuple[str, ...], told: Message) -> None:
        self.files.append(Listed(below=below, path=Path(path), refused=told))


def _is_folder(child: os.DirEntry[str]) -> bool:
    try:
        return child.is_dir()
    except OSError:  # a link that leads round in circles
        return False
