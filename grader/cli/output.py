"""Puts a finished text where it was asked for: the terminal, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple, TextIO

from grader.errors import UsageError
from grader.messages import message
from grader.report.escape import encodable

PLAIN_COLUMNS = 100
"""Where there is no terminal, as in a CI log."""
NARROWEST_COLUMNS = 40
WIDEST_COLUMNS = 120


class Look(NamedTuple):
    """How text may look where it goes."""

    colour: bool
    marks: bool
    chinese: bool
    width: int


def look_of(stream: TextIO, *, to_file: bool) -> Look:
    """Find out what a stream can show; a file is UTF-8 and has no colour."""
    if to_file:
        return Look(colour=False, marks=True, chinese=True, width=PLAIN_COLUMNS)
    can = encodable(stream)
    return Look(_wants_colour(stream), can.marks, can.chinese, _columns(stream))


def _columns(stream: TextIO) -> int:
    try:
        return max(NARROWEST_COLUMNS, min(os.get_terminal_size(stream.fileno()).columns, WIDEST_COLUMNS))
    except (OSError, ValueError):  # no terminal
        return PLAIN_COLUMNS


def _wants_colour(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (stream.isatty() and os.environ.get("TERM") != "dumb")


def emit(text: str, output: str | None, *, encoding: str | None = None) -> None:
    """Write to standard output, or to a file, which is UTF-8.

    Parameters
    ----------
    text : str
        What to write.
    output : str or None
        A file; None or `-` for standard output.
    encoding : str or None
        Of standard output; None takes the one that it has.

    Raises
    ------
    UsageError
        When the file cannot be written.
    """
    if output is None or output == "-":
        data = text.encode(encoding or sys.stdout.encoding or "utf-8", "backslashreplace")
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    try:
        write_whole(Path(output), text.encode())
    except OSError as error:
        told = message("cli.cannot_write", path=output, detail=error.strerror or str(error))
        raise UsageError(told) from error


def write_whole(path: Path, data: bytes) -> None:
    """Write beside the file, then replace it in one step. Raises `OSError`."""
    import tempfile  # noqa: PLC0415 - loads much, and only a report to a file needs it

    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:64]}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(_plain_mode())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _plain_mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
