"""Turns a notebook into the text of a module: what its code cells define, line by line where they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from grader.messages import message
from grader.model.observation import Unreadable
from grader.model.submission import CellLine
from grader.submission.scan import LogicalLine, logical_lines
from grader.submission.statements import statements, without_trials
from grader.submission.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.submission.statements import Statement

# Cell magics that run the cell's own Python, or write it to a file.
_TRANSPARENT: Final = re.compile(r"(?:time|timeit|capture|prun)\b|(?:write)?file\b.*\.py[\"']?\s*$")
_CELL_MAGIC: Final = re.compile(r"\s*%%(.*)")
_LINE_MAGIC: Final = re.compile(r"[ \t]*[%!?]")
_MOST_CELLS: Final = 10_000
_FUTURE: Final = ("from", "__future__", "import")


class Notebook(NamedTuple):
    """The text of a notebook's module and where each of its lines stands, or why there is none."""

    source: str = ""
    cells: tuple[CellLine, ...] = ()
    unreadable: Unreadable | None = None


class _Cell(msgspec.Struct):
    cell_type: str
    source: str | list[str] = ""


class _Document(msgspec.Struct):
    cells: list[_Cell]


class _CodeCell(NamedTuple):
    """A code cell: its number among all cells, its lines, and its logical lines if they can be told."""

    number: int
    texts: list[str]
    scanned: Sequence[LogicalLine] | None


def read_notebook(data: bytes, *, code_bytes: int) -> Notebook | None:
    """Read the module out of a notebook.

    Magics, calls and whatever else only tries the classes out become blank lines.

    Parameters
    ----------
    data : bytes
        Anything.
    code_bytes : int
        How much code the cells may hold in all.

    Returns
    -------
    Notebook or None
        None when the bytes are no notebook (format 4: JSON with `cells`).
    """
    try:
        document = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=_Document)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    except RecursionError:
        return _refused("submission.notebook_nested")
    codes = [_text(cell) if cell.cell_type == "code" else "" for cell in document.cells]
    refused = _no_code(codes, code_bytes)
    return refused or _module([_code_cell(number, code) for number, code in enumerate(codes, 1) if code])


def _no_code(codes: Sequence[str], code_bytes: int) -> Notebook | None:
    """Recognise what cannot be the text of a module."""
    if not any(code.strip() for code in codes):
        return _refused("submission.notebook_empty")
    if sum(len(code.encode()) for code in codes) > code_bytes or len(codes) > _MOST_CELLS:
        return _refused("submission.notebook_code", limit_mib=code_bytes >> 20, limit_cells=_MOST_CELLS)
    nul = next((number for number, code in enumerate(codes, 1) if "\0" in code), None)
    return None if nul is None else _refused("submission.notebook_nul", cell=nul)


def _refused(key: str, **args: object) -> Notebook:
    return Notebook(unreadable=Unreadable(told=message(key, **args)))


def _text(cell: _Cell) -> str:
    text = cell.source if isinstance(cell.source, str) else "".join(cell.source)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _code_cell(number: int, code: str) -> _CodeCell:
    texts = code.split("\n")
    magic = _CELL_MAGIC.match(code)
    if magic is not None:
        blank = code.count("\n", 0, magic.end()) + 1 if _TRANSPARENT.match(magic[1]) else len(texts)
        texts[:blank] = [""] * blank
    texts = _without_margin(texts)
    return _CodeCell(number, texts, logical_lines("\n".join(texts)))


def _without_margin(texts: list[str]) -> list[str]:
    """Take away the indentation of the first line, as a notebook does for a whole cell."""
    first = next((text for text in texts if text.strip()), "")
    margin = first[: len(first) - len(first.lstrip(" \t"))]
    return [text.removeprefix(margin) for text in texts]


def _module(cells: Sequence[_CodeCell]) -> Notebook:
    """Join the cells; lines that are left out stay as blank ones."""
    texts: list[str] = []
    origins: list[CellLine] = []
    found: list[Statement] = []
    wanted: set[str] = set()
    for cell in cells:
        if cell.scanned is None:  # Python will say what is wrong with it
            wanted |= words("\n".join(cell.texts))
            texts += ["" if _LINE_MAGIC.match(text) else text for text in cell.texts]
        else:
            found += statements([_shifted(line, len(texts)) for line in cell.scanned])
            texts += cell.texts
        origins += [CellLine(cell=cell.number, line=line) for line in range(1, len(cell.texts) + 1)]
    kept = without_trials(found, frozenset(wanted))
    _blank_what_goes(texts, found, kept)
    return _futures_first(texts, origins, kept)


def _shifted(line: LogicalLine, by: int) -> LogicalLine:
    return line._replace(first_line=line.first_line + by, last_line=line.last_line + by)


def _blank_what_goes(texts: list[str], found: Sequence[Statement], kept: Sequence[Statement]) -> None:
    staying = {statement.first_line for statement in kept}
    for statement in found:
        if statement.first_line not in staying:
            _blank(texts, statement.first_line, statement.last_line)
    for line in (line for statement in kept for line in statement.lines if line.magic):
        text = texts[line.first_line - 1]
        _blank(texts, line.first_line, line.last_line)
        texts[line.first_line - 1] = text[: len(text) - len(text.lstrip(" \t"))] + "pass"


def _blank(texts: list[str], first_line: int, last_line: int) -> None:
    texts[first_line - 1 : last_line] = [""] * (last_line - first_line + 1)


def _futures_first(texts: list[str], origins: list[CellLine], kept: Sequence[Statement]) -> Notebook:
    """Move each `from __future__ import` to the top, where a module must have them; a notebook need not."""
    first_texts: list[str] = []
    first_origins: list[CellLine] = []
    for statement in kept:
        if statement.lines[0].tokens[:3] == _FUTURE:
            lines = slice(statement.first_line - 1, statement.last_line)
            first_texts += texts[lines]
            first_origins += origins[lines]
            _blank(texts, statement.first_line, statement.last_line)
    return Notebook("\n".join(first_texts + texts), tuple(first_origins + origins))
