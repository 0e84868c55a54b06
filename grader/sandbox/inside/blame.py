"""Turns an exception into bytes: class, text and the submission's own lines, all of bounded length.

Layout::

    kind u8, type name text, text, column i32 (-1: none), count u8, then each place: line u32, function text
"""

from __future__ import annotations

import errno
import struct
from typing import TYPE_CHECKING, TypeVar

from .frames import pack_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

KINDS = ("other", "memory", "syntax", "no_import", "touched", "exit", "signature", "threads")
TEXT_MAX = 4000
NAME_MAX = 200
PLACES_MAX = 8
_NUMBER_MAX = (1 << 31) - 1

_Answer = TypeVar("_Answer")
_Place = tuple[int, str]
_NOWHERE: tuple[list[_Place], int] = ([], -1)


def pack_exception(error: BaseException, *, filename: str) -> bytes:
    """Pack an exception, whatever the exception's own methods do.

    Raises
    ------
    MemoryError
        When there is no memory left to do it.
    """
    kind = _asked(lambda: KINDS.index(_kind(error, filename)), 0)
    type_name = _asked(lambda: str.__str__(type(error).__name__), "")
    text = _asked(lambda: str.__str__(_text(error)), "")
    places, column = _asked(lambda: _places(error, filename), _NOWHERE)
    parts = [
        bytes([kind]),
        pack_text(type_name[:NAME_MAX]),
        pack_text(text[:TEXT_MAX]),
        struct.pack("<iB", column, len(places)),
    ]
    for line, function in places:
        parts += [struct.pack("<I", line), pack_text(function[:NAME_MAX])]
    return b"".join(parts)


def _asked(ask: Callable[[], _Answer], otherwise: _Answer) -> _Answer:
    try:
        return ask()
    except MemoryError:
        raise
    except BaseException:  # noqa: BLE001 - a hostile exception's methods may raise anything
        return otherwise


def _text(error: BaseException) -> str:
    return str(error.msg) if isinstance(error, SyntaxError) else str(error)


def _kind(error: BaseException, filename: str) -> str:  # noqa: PLR0911 - a table of conditions
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
    if isinstance(error, TypeError) and _is_raised_by_call(error.__traceback__):
        return "signature"
    if isinstance(error, RuntimeError) and str(error) == "can't start new thread":
        return "threads"
    return "other"


def _is_raised_by_call(trace: TracebackType | None) -> bool:
    """Whether no line of the method that was called had run."""
    return trace is not None and trace.tb_next is None


def _places(error: BaseException, filename: str) -> tuple[list[_Place], int]:
    if isinstance(error, SyntaxError) and error.filename == filename:
        line = _bounded(error.lineno)
        return ([(line, "")] if line else []), _bounded(error.offset) or -1
    places: list[_Place] = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename == filename:
            places.append((_bounded(trace.tb_lineno), code.co_name))
            if len(places) > PLACES_MAX:  # keep the outermost and the innermost, forget the middle
                del places[PLACES_MAX // 2]
        trace = trace.tb_next
    return places, -1


def _bounded(number: object) -> int:
    """Give a line or a column that can be sent; 0 for anything else."""
    return number if isinstance(number, int) and 0 < number <= _NUMBER_MAX else 0
