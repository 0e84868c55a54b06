"""Turns a folder into one that a single run writes to, until that run ends, however it ends."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from typing import TYPE_CHECKING, Final

from grader.batch.laid import require_file
from grader.errors import UsageError
from grader.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK_FILE: Final = ".lock"
_WHO_BYTES: Final = 200
_FLAGS: Final = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
_NO_LOCKS: Final = frozenset((errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK))


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder. The kernel lets go when this process ends.

    Raises
    ------
    UsageError
        Another run holds it, the file system has no locks, or something else stands where the lock goes.
    OSError
        The file of the lock cannot be opened.
    """
    require_file(folder / LOCK_FILE)
    descriptor = os.open(folder / LOCK_FILE, _FLAGS, 0o644)
    try:
        _hold(descriptor, folder)
        _sign(descriptor)
        yield
    finally:
        os.close(descriptor)


def _hold(descriptor: int, folder: Path) -> None:
    try:
        _lock(descriptor)
    except OSError as error:
        if error.errno in _NO_LOCKS:
            raise UsageError(message("batch.no_locks", folder=str(folder))) from error
        raise UsageError(message("batch.locked", folder=str(folder), who=_who(descriptor))) from error


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - of this operating system alone

        os.lseek(descriptor, _WHO_BYTES, os.SEEK_SET)  # beyond the text, which others may then read
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        return
    import fcntl  # noqa: PLC0415 - of other operating systems

    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _sign(descriptor: int) -> None:
    """Leave word of who holds it, for whoever comes second."""
    import socket  # noqa: PLC0415 - only for a name

    who = f"{os.getpid()} ({socket.gethostname()})".encode()[:_WHO_BYTES]
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, who)


def _who(descriptor: int) -> str:
    os.lseek(descriptor, 0, os.SEEK_SET)
    return os.read(descriptor, _WHO_BYTES).decode("utf-8", "replace") or "?"
