"""Turns an exception into bytes: class, text and the submission's own lines, all of bounded length.

    kind u8, type name text, text, column i32 (-1: none), count u8, then each place: line u32, function text
"""

from __future__ import annotations

import errno
import struct
from typing import TYPE_CHECKING

from .frames import pack_text

if TYPE_CHECKING:
    from types import TracebackType

KINDS = ("other", "memory", "syntax", "no_import", "touched", "exit", "signature", "threads")
TEXT_MAX = 4000
NAME_MAX = 200
PLACES_MAX = 8


def pack_exception(error: BaseException, *, filename: str) -> bytes:
    """Pack an exception; never raises, whatever the exception's own methods do."""
    places, column = _places(error, filename)
    parts = [
        bytes([KINDS.index(_kind(error, filename))]),
        pack_text(_quietly(lambda: type(error).__name__)[:NAME_MAX]),
        pack_text(_quietly(lambda: _text(error))[:TEXT_MAX]),
        struct.pack("<iB", column, len(places)),
    ]
    for line, function in places:
        parts += [struct.pack("<I", line), pack_text(function[:NAME_MAX])]
    return b"".join(parts)


def _quietly(ask: object) -> str:
    try:
        text = ask()  # type: ignore[operator]  # a thunk of this module
        return text if type(text) is str else ""
    except BaseException:  # noqa: BLE001 - a hostile __str__ may raise anything
        return ""


def _text(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return str(error.msg)
    return str(error)


def _kind(error: BaseException, filename: str) -> str:
    if isinstance(error, MemoryError):
        return "memory"
    if isinstance(error, SyntaxError) and error.filename == filename:
        return "syntax"
    if isinstance(error, ModuleNotFoundError):
        return "no_import"
    if isinstance(error, OSError) and error.errno in (errno.EPERM, errno.EACCES, errno.ENOSYS):
        return "touched"
    if isinstance(error, SystemExit):
        return "exit"
    if isinstance(error, TypeError) and _depth(error.__traceback__) == 1:
        return "signature"
    if isinstance(error, RuntimeError) and _quietly(lambda: str(error)) == "can't start new thread":
        return "threads"
    return "other"


def _depth(trace: TracebackType | None) -> int:
    return 0 if trace is None else 1 if trace.tb_next is None else 2


def _places(error: BaseException, filename: str) -> tuple[list[tuple[int, str]], int]:
    if isinstance(error, SyntaxError) and error.filename == filename:
        line, column = error.lineno, error.offset
        ok = isinstance(line, int) and 0 < line < 1 << 31
        return ([(line, "")] if ok and line is not None else []), _column(column)
    places: list[tuple[int, str]] = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename == filename:
            places.append((trace.tb_lineno, code.co_name))
            if len(places) > PLACES_MAX:  # keep the outermost, forget the middle
                del places[PLACES_MAX // 2]
        trace = trace.tb_next
    return places, -1


def _column(column: object) -> int:
    return column if isinstance(column, int) and 0 < column < 1 << 31 else -1
