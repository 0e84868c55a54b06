"""Turns a folder into the kind of file system that it lies on, as far as a database has to know it."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOUNTS: Final = Path("/proc/self/mountinfo")
_NETWORK: Final = frozenset(
    (
        "9p", "afs", "beegfs", "ceph", "cifs", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2",
        "gfs2", "orangefs", "panfs", "smb3", "smbfs", "vboxsf", "virtiofs", "wekafs",
    )
)  # fmt: skip
_OCTAL: Final = re.compile(r"\\([0-7]{3})")


def is_shared(folder: Path) -> bool:
    """Whether other machines may reach the folder: memory shared between processes does not work there.

    What is known of file systems in user space is only that they may be anything, so they count as shared.
    """
    if sys.platform == "win32":
        return str(folder.resolve()).startswith("\\\\")
    try:
        told = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:  # not Linux
        return False
    kind = kind_of(os.path.realpath(folder), told.splitlines())
    return kind in _NETWORK or kind.startswith("fuse")


def kind_of(path: str, mounts: Iterable[str]) -> str:
    """Find the kind of the file system that a path is on, of the lines of proc_pid_mountinfo(5)."""
    found, longest = "", -1
    for line in mounts:
        before, _, after = line.partition(" - ")
        point = _OCTAL.sub(lambda code: chr(int(code[1], 8)), before.split(" ")[4])
        # Of two at one point, the later one covers the other.
        if _holds(point, path) and len(point) >= longest:
            found, longest = after.split(" ")[0], len(point)
    return found


def _holds(point: str, path: str) -> bool:
    return point in ("/", path) or path.startswith(f"{point}/")
