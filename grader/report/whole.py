"""Turns bytes into a file that appears whole or not at all, whatever stops us while it is written."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_RANDOM_CHARACTERS: Final = 8
"""With which `tempfile` ends a name."""


def write_whole(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write beside the file, then replace it in one step; write to a device or a pipe. Raises `OSError`.

    Parameters
    ----------
    durable : bool
        Whether to wait until the disk has it, so that a failure of power leaves the old file or the new one.
        What can be made again, by the thousand, need not wait.
    """
    if path.exists() and not path.is_file():  # there is nothing to replace, and it must stay what it is
        path.write_bytes(data)
    else:
        replace_file(path, data, durable=durable)


def replace_file(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write beside the file, then replace whatever stands there in one step. Raises `OSError`.

    Parameters
    ----------
    durable : bool
        As of `write_whole`.
    """
    with whole_file(path, durable=durable) as file:
        file.write(data)


@contextlib.contextmanager
def whole_file(path: Path, *, durable: bool = True) -> Iterator[IO[bytes]]:
    """Open a file to write, which replaces what stands there when the block ends without an exception."""
    import tempfile  # noqa: PLC0415 - loads much, and only what goes to a file needs it

    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=_prefix(path.name))
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            if durable:
                os.fsync(file.fileno())
        beside.chmod(_plain_mode())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def remove_unfinished(folder: Path, names: Iterable[str]) -> None:
    """Remove what is left of files of these names whose writing was cut off, as by `kill -9`.

    Only for who knows that nobody else is writing them.
    """
    prefixes = {_prefix(name) for name in names}
    for path in folder.glob(".*"):
        if path.name[:-_RANDOM_CHARACTERS] in prefixes:
            path.unlink(missing_ok=True)


def _prefix(name: str) -> str:
    return f".{name[:64]}."


def _plain_mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
