"""Turns a CSV file of a class into a roster, whatever program wrote it."""

from __future__ import annotations

import codecs
import csv
import re
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import normalize

import msgspec

from grader.errors import CourseError, Problem, UsageError
from grader.intake.decoding import encoding_of
from grader.messages import Message, message
from grader.model.observation import Unreadable
from grader.submission import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

# The first of these that is there; written as `_plain` does.
ID_HEADERS: Final = (
    "学号", "學號", "id", "studentid", "studentnumber", "studentno", "sid", "identifier", "idnumber",
    "学生学号", "学员编号", "学生编号", "编号", "用户名", "账号", "username", "login",
    "sisuserid", "sisloginid", "email",
)  # fmt: skip
NAME_HEADERS: Final = (
    "姓名", "name", "fullname", "studentname", "student", "学生姓名", "真实姓名", "名字", "名称",
)  # fmt: skip

_SEPARATORS: Final = (",", ";", "\t", "，")
_COLUMNS_MAX: Final = 1000
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")
)  # fmt: skip
_IN_EXPONENTS: Final = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One of a class.

    Parameters
    ----------
    id : str
        As the file has it, but for blanks and what spreadsheets put around it.
    name : str or None
        None where the roster has no names.
    others : tuple of str
        The cells of all other columns, in the order of the roster's `columns`.
    line : int
        Where in the file.
    """

    id: str
    name: str | None
    others: tuple[str, ...]
    line: int


class Roster(msgspec.Struct, frozen=True, kw_only=True):
    """A class in the order of its file; `columns` are the headers of all but id and name."""

    people: tuple[Person, ...]
    columns: tuple[str, ...]


class _Header(NamedTuple):
    cells: list[str]
    id_at: int
    name_at: int | None

    @property
    def others(self) -> list[int]:
        """Which columns are neither id nor name; one without a header and a cell is none."""
        return [at for at, cell in enumerate(self.cells) if at not in (self.id_at, self.name_at) and cell]


class _Row(NamedTuple):
    line: int
    cells: list[str]


def read_roster(path: Path) -> Roster:
    """Read a roster: CSV with a header that names a column for ids and perhaps one for names.

    Raises
    ------
    UsageError
        When there is no such file, or it cannot be read.
    CourseError
        When it is no such table: everything that is wrong, with line and column.
    """
    if path.is_dir():
        raise UsageError(message("intake.at", path=str(path), told=message("intake.roster_not_csv")))
    data = read_bytes(str(path), notebook=True)
    if isinstance(data, Unreadable):
        raise UsageError(message("intake.at", path=str(path), told=data.told))
    text = _decoded(data, path)
    reading = _Reading(path, text)
    rows = reading.rows()
    header = reading.header(rows)
    people = [person for row in rows[1:] if (person := reading.person(row, header)) is not None]
    reading.check_ids(people)
    if reading.problems:
        raise CourseError(sorted(reading.problems, key=lambda problem: problem.line or 0))
    return Roster(people=tuple(people), columns=tuple(header.cells[at] for at in header.others))


def comparable_id(id_: str) -> str:
    """Write an id so that two that mean the same are the same."""
    return normalize("NFKC", id_).strip().casefold()


def _decoded(data: bytes, path: Path) -> str:
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    encoding = encoding or encoding_of(data, western="cp1252")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CourseError([Problem(message("intake.roster_encoding"), path, line)]) from error


class _Reading:
    """A roster while it is read, and what is wrong with it."""

    def __init__(self, path: Path, text: str) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._first = 0
        if re.fullmatch(r'sep=[^"]', self._lines[0]):  # how Excel is told the separator
            self._first = 1
        self._separator = self._find_separator()
        self._line = self._first + 1  # where the row begins that is being read

    def rows(self) -> list[_Row]:
        """Take the table apart; rows without anything in them do not count."""
        if "\0" in "".join(self._lines):
            raise CourseError([Problem(message("intake.roster_not_csv"), self._path)])
        reader = csv.reader(
            (f"{line}\n" for line in self._lines[self._first :]), delimiter=self._separator, strict=True
        )
        try:
            rows = list(self._numbered(reader))
        except csv.Error as error:
            told = message("intake.roster_quotes", detail=str(error))
            raise CourseError([Problem(told, self._path, self._line)]) from error
        if not rows:
            raise CourseError([Problem(message("intake.roster_empty"), self._path)])
        return rows

    def _numbered(self, reader: Iterator[list[str]]) -> Iterator[_Row]:
        for cells in reader:
            clean = [normalize("NFC", cell).strip() for cell in cells]
            if any(clean):
                yield _Row(self._line, clean)
            self._line = self._first + reader.line_num + 1  # type: ignore[attr-defined]  # what csv.reader makes has it

    def _find_separator(self) -> str:
        if self._first:
            return self._lines[0][-1]
        head = next((line for line in self._lines if line.strip()), "")
        return max(_SEPARATORS, key=head.count)

    def header(self, rows: list[_Row]) -> _Header:
        """Find the columns for ids and names in the first row."""
        first = rows[0]
        if len(first.cells) > _COLUMNS_MAX:
            raise CourseError([Problem(message("intake.roster_not_csv"), self._path, first.line)])
        plain = [_plain(cell) for cell in first.cells]
        id_at = next((plain.index(name) for name in ID_HEADERS if name in plain), None)
        if id_at is None:
            told = message("intake.roster_no_id", columns=", ".join(first.cells))
            raise CourseError([self._problem(told, first.line, 0)])
        name_at = next((plain.index(name) for name in NAME_HEADERS if name in plain), None)
        for at, cell in enumerate(first.cells):
            if cell and cell in first.cells[:at]:
                self.problems.append(
                    self._problem(message("intake.roster_column_twice", column=cell), first.line, at)
                )
        return _Header(first.cells, id_at, name_at)

    def person(self, row: _Row, header: _Header) -> Person | None:
        """Make a person of a row, or note what is wrong with it."""
        if any(row.cells[len(header.cells) :]):
            told = message("intake.roster_wide", found=len(row.cells), expected=len(header.cells))
            self.problems.append(self._problem(told, row.line, len(header.cells)))
            return None
        cells = row.cells + [""] * (len(header.cells) - len(row.cells))
        name = cells[header.name_at] if header.name_at is not None else None
        id_ = self._id(row.line, cells, header)
        if id_ is None:
            return None
        others = tuple(cells[at] for at in header.others)
        return Person(id=id_, name=name or None, others=others, line=row.line)

    def _id(self, line: int, cells: Sequence[str], header: _Header) -> str | None:
        id_ = _without_wrapping(cells[header.id_at])
        if _plain(header.cells[header.id_at]) == "identifier":  # of Moodle: "Participant 1234567"
            id_ = re.sub(r"\A\D+(?=\d+\Z)", "", id_)
        if id_ and not _IN_EXPONENTS.fullmatch(id_):
            return id_
        if id_:
            told = message("intake.roster_exponent", id=id_)
        elif _plain(" ".join(cells)).startswith("pointspossible"):  # a row of Canvas that is nobody
            return None
        else:
            told = message("intake.roster_row_without_id", column=header.cells[header.id_at])
        self.problems.append(self._problem(told, line, header.id_at))
        return None

    def check_ids(self, people: list[Person]) -> None:
        """Note everybody who stands there twice."""
        first: dict[str, Person] = {}
        for person in people:
            other = first.setdefault(comparable_id(person.id), person)
            if other is not person:
                told = message("intake.roster_twice", id=person.id, line=other.line)
                self.problems.append(self._problem(told, person.line, None))

    def _problem(self, told: Message, line: int, cell: int | None) -> Problem:
        source_line = self._lines[line - 1]
        if cell is None:
            return Problem(told, self._path, line)
        return Problem(told, self._path, line, _column(source_line, self._separator, cell), source_line)


def _column(line: str, separator: str, cell: int) -> int:
    """Find where in a line a cell begins, counted from 1."""
    quoted = False
    for at, character in enumerate(line):
        if cell == 0:
            return at + 1
        quoted ^= character == '"'
        cell -= character == separator and not quoted
    return len(line) + 1


def _plain(header: str) -> str:
    return re.sub(r"[\W_]", "", normalize("NFKC", header)).casefold()


def _without_wrapping(cell: str) -> str:
    """Take off what spreadsheets and those who fight them put around a number: `="007"`, `'007`, `7.0`."""
    found = re.fullmatch(r'="?([^"]*)"?|\'(.+)|(\d+)\.0', cell)
    return next((group for group in found.groups() if group is not None), "").strip() if found else cell
