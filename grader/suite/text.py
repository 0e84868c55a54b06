"""Turns a course file into text, or says why it is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from grader.errors import CourseError, Problem
from grader.messages import message

if TYPE_CHECKING:
    from pathlib import Path

    from grader.messages import Message

MAX_BYTES: Final = 4 << 20

_BOM: Final = b"\xef\xbb\xbf"


def read_text(path: Path) -> str:
    """Read a course file as UTF-8, with or without a byte order mark.

    Raises
    ------
    CourseError
        It is missing, no regular file, larger than 4 MiB, or not UTF-8.
    """
    content = _content(path).removeprefix(_BOM)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CourseError([_undecodable(path, content, error.start)]) from None


def _content(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise _unreadable(path, message("suite.not_a_file" if path.exists() else "suite.no_such_file"))
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _unreadable(path, message("suite.unreadable", reason=error.strerror or str(error))) from None
    except ValueError:  # A NUL in the path.
        raise _unreadable(path, message("suite.no_such_file")) from None
    if len(content) > MAX_BYTES:
        raise _unreadable(path, message("suite.too_large", limit_mib=MAX_BYTES >> 20))
    return content


def _unreadable(path: Path, told: Message) -> CourseError:
    return CourseError([Problem(told, path)])


def _undecodable(path: Path, content: bytes, start: int) -> Problem:
    """Say where the first byte stands that is not UTF-8, and guess what the file is instead."""
    line_start = content.rfind(b"\n", 0, start) + 1
    line = content.count(b"\n", 0, start) + 1
    column = len(content[line_start:start].decode("utf-8")) + 1
    if not _looks_like_gbk(content):
        return Problem(message("suite.encoding_other"), path, line, column)
    raw = content[line_start:].partition(b"\n")[0]
    shown = raw.decode("gb18030", errors="replace").rstrip()
    return Problem(message("suite.encoding_gbk"), path, line, column, shown if shown.isprintable() else None)


def _looks_like_gbk(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True
