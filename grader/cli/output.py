"""Puts a finished text where it was asked for: the terminal, or a file that appears whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

from grader.cli.language import language_on
from grader.errors import UsageError
from grader.messages import message
from grader.report.escape import encodable
from grader.report.whole import write_whole

if TYPE_CHECKING:
    from grader.messages import Lang, Message

PLAIN_COLUMNS = 100
"""Where there is no terminal, as in a CI log."""
NARROWEST_COLUMNS = 40
WIDEST_COLUMNS = 120


class Look(NamedTuple):
    """How text may look where it goes."""

    lang: Lang
    colour: bool
    marks: bool
    width: int


def look_of(wished: Lang, output: str | None = None) -> Look:
    """Find out what can be shown where `-o` says; a file is UTF-8 and has no colour."""
    stream: TextIO | None = sys.stdout  # None where it was closed before we started
    if is_file(output) or stream is None:
        return Look(wished, colour=False, marks=True, width=PLAIN_COLUMNS)
    return Look(language_on(stream, wished), _wants_colour(stream), encodable(stream).marks, _columns(stream))


def _columns(stream: TextIO) -> int:
    try:
        return max(NARROWEST_COLUMNS, min(os.get_terminal_size(stream.fileno()).columns, WIDEST_COLUMNS))
    except (OSError, ValueError):  # no terminal
        return PLAIN_COLUMNS


def _wants_colour(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (stream.isatty() and os.environ.get("TERM") != "dumb")


def is_file(output: str | None) -> bool:
    """Tell whether `-o` names a file, and not standard output."""
    return output not in (None, "-")


def refuse_target(output: str | None, submission: str | None = None) -> None:
    """Refuse what a report cannot be written to, before the work is done.

    Raises
    ------
    UsageError
        Its folder is not there, or it is a folder itself, a symbolic link (which a stranger may have laid) or
        the submission.
    """
    if output is None or output == "-":
        return
    path = Path(output)
    try:
        path.parent.stat()
        with contextlib.suppress(FileNotFoundError):
            path.lstat()  # refuses names that cannot be
        if path.is_symlink():
            raise UsageError(message("cli.is_link", path=output))
        if submission and path.exists() and Path(submission).exists() and path.samefile(submission):
            raise UsageError(message("cli.over_submission", path=output))
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    except (OSError, ValueError) as error:
        raise cannot_write(output, error) from error


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
        When it cannot be written.
    """
    if output is None or output == "-":
        _print(text, encoding)
        return
    try:
        write_whole(Path(output), text.encode())
    except (OSError, ValueError) as error:
        raise cannot_write(output, error) from error


def cannot_write(path: Path | str, error: OSError | ValueError) -> UsageError:
    """Say that a file cannot be written, and why."""
    return _not_written(repr(str(path)), error)


def _not_written(target: str | Message, error: OSError | ValueError) -> UsageError:
    detail = getattr(error, "strerror", None) or str(error)
    if isinstance(error, FileExistsError):  # what a folder that is to be made says of a file in its place
        detail = os.strerror(errno.ENOTDIR)
    return UsageError(message("cli.cannot_write", target=target, detail=detail))


def _print(text: str, encoding: str | None) -> None:
    stream: TextIO | None = sys.stdout  # None where it was closed before we started
    if stream is None:
        raise UsageError(message("cli.no_output"))
    try:
        stream.flush()
        stream.buffer.write(text.encode(encoding or stream.encoding or "utf-8", "backslashreplace"))
        stream.buffer.flush()
    except BrokenPipeError:  # whoever reads it has seen enough; what was graded stays graded
        abandon_output()
    except OSError as error:
        raise cannot_print(error) from error


def never_refuse(stream: TextIO | None) -> None:
    """Have a stream show code points for what its encoding lacks, as standard error does by itself."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def cannot_print(error: OSError) -> UsageError:
    """Say that standard output cannot be written, and why; it is given up."""
    abandon_output()
    return _not_written(message("cli.standard_output"), error)


def abandon_output() -> None:
    """Let what is still to be written to standard output go nowhere, so that Python does not fail at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
