"""Turns spans of text with a style into lines for a terminal: made safe, aligned by width, coloured.

Everything that is shown passes through `paint`, which escapes each span before it adds its own colours: no
text of a submission can reach a terminal in another way.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from grader.report.escape import one_line, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# SGR parameters: the sixteen colours that every terminal and CI log knows.
GOOD: Final = "32"
BAD: Final = "31"
WARN: Final = "33"
OURS: Final = "35"
DIM: Final = "2"
BOLD: Final = "1"
BACKGROUND: Final = "48;"
"""How a style begins that can be seen on blanks too."""

GAP_COLUMNS: Final = 2
"""Between the columns of a table."""

_NO_WIDTH: Final = frozenset(("Mn", "Me"))


class Span(NamedTuple):
    """A piece of a line and its style."""

    text: str
    style: str = ""


Line: TypeAlias = tuple[Span, ...]


def line(text: str = "", style: str = "", *, indent: int = 0) -> Line:
    """Make a line of one span."""
    return (Span(" " * indent), Span(text, style))


def cells(text: str) -> int:
    """How many columns of a terminal a text takes: two for a Chinese character, none for a combining mark."""
    if text.isascii():
        return len(text)
    return sum(_character_cells(character) for character in text)


def align(span: Span, width: int, *, right: bool = False) -> Line:
    """Pad a span to a width; what is wider stays whole."""
    gap = Span(" " * max(0, width - cells(span.text)))
    return (gap, span) if right else (span, gap)


def narrow(text: str, width: int, *, ellipsis: str = "…") -> str:
    """Cut a text so that it takes so many columns as `paint` shows it."""
    shown = one_line(text)
    return shown if cells(shown) <= width else next(broken(shown, width - len(ellipsis))) + ellipsis


def broken(text: str, width: int) -> Iterator[str]:
    """Break a text into pieces of so many columns."""
    row = ""
    for character in text:
        if cells(row + character) > width:
            yield row
            row = ""
        row += character
    yield row


def columns(rows: Sequence[Sequence[Span]], *, right: frozenset[int] = frozenset()) -> list[Line]:
    """Align the spans of all rows in columns; those in `right` to the right."""
    widths = [max(cells(row[at].text) for row in rows) for at in range(len(rows[0]))] if rows else []
    return [_aligned_row(row, widths, right) for row in rows]


def paint(lines: Iterable[Line], *, colour: bool, unicode: bool) -> str:
    """Make every span safe, colour it, and join: each line ends with a newline."""
    return "".join(_painted_line(spans, colour=colour, unicode=unicode) + "\n" for spans in lines)


def _aligned_row(row: Sequence[Span], widths: list[int], right: frozenset[int]) -> Line:
    spans: list[Span] = []
    for at, span in enumerate(row):
        spans += [Span(" " * (GAP_COLUMNS if at else 0)), *align(span, widths[at], right=at in right)]
    return tuple(spans)


def _painted_line(spans: Line, *, colour: bool, unicode: bool) -> str:
    painted = "".join(_painted(span, colour=colour) for span in spans).rstrip(" ")
    return painted if unicode else plain(painted)


def _painted(span: Span, *, colour: bool) -> str:
    text = one_line(span.text)
    seen = text.strip() or span.style.startswith(BACKGROUND)
    if not colour or not span.style or not seen:
        return text
    return f"\x1b[{span.style}m{text}\x1b[0m"


def _character_cells(character: str) -> int:
    if unicodedata.category(character) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
