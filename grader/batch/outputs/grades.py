"""Turns outcomes into `grades.csv`, a row a student: for spreadsheets, and with no formula in it.

Cells are made safe as in `grader.report.spreadsheet`. A number that a spreadsheet would change, such as an id
that begins with zeros, gets the same apostrophe in front.
"""

from __future__ import annotations

import csv
import re
from typing import IO, TYPE_CHECKING, Final

from grader.report.escape import cut, one_line
from grader.report.spreadsheet import as_text

if TYPE_CHECKING:
    from grader.batch.outcome import Outcome, RunFacts
    from grader.report.document import ReportDocument

BEFORE_CASES: Final = ("id", "name", "score", "max_score", "passed")
AFTER_CASES: Final = ("misconception", "template_modified", "sha256", "wall_seconds", "error")
MAX_CELL_CHARACTERS: Final = 1000

# Leading zeros are dropped, an exponent is worked out, and beyond fifteen digits nothing is kept.
_CHANGED_NUMBER: Final = re.compile(r"0\d+|\d{16,}|\d+(\.\d+)?[eE][+-]?\d+")


class GradeTable:
    """A table on its way to a file.

    Parameters
    ----------
    file : text file
        Opened as UTF-8 with a byte order mark, and without translation of line ends.
    """

    def __init__(self, file: IO[str], facts: RunFacts) -> None:
        self._rows = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
        self._cases = [case.name for case in facts.cases]
        self._max_score = facts.max_score
        self._roster = len(facts.roster)
        self._rows.writerow(columns(facts))

    def add(self, outcome: Outcome, document: ReportDocument | None) -> None:
        """Add a student's row. What was not graded has no score: that is no zero."""
        roster = (*outcome.roster[: self._roster], *[""] * (self._roster - len(outcome.roster)))
        who = (cell(outcome.id), cell(outcome.name or ""))
        ends = (outcome.sha256 or "", *self._time(document), cell(outcome.error or ""), *map(cell, roster))
        if document is None:
            verdicts = ("",) * len(self._cases)
            self._rows.writerow([*who, None, self._max_score, "", *verdicts, "", "", *ends])
            return
        self._rows.writerow([*who, *self._graded(document), *ends])

    def _graded(self, document: ReportDocument) -> list[object]:
        verdicts = {result.case: result.verdict for result in document.results}
        return [
            document.score,
            document.max_score,
            _truth(document.passed),
            *(verdicts.get(name, "") for name in self._cases),
            cell(document.misconception or ""),
            _truth(document.template.modified_outside_markers),
        ]

    def _time(self, document: ReportDocument | None) -> tuple[float | None]:
        return (None if document is None else document.wall_seconds,)


def columns(facts: RunFacts) -> list[str]:
    """Name the columns; a case or a column of the roster that would repeat a name says what it is."""
    taken = {*BEFORE_CASES, *AFTER_CASES}
    cases = _apart([case.name for case in facts.cases], "case", taken)
    roster = _apart(list(facts.roster), "roster", taken)
    return [*BEFORE_CASES, *cases, *AFTER_CASES, *roster]


def cell(text: str) -> str:
    """Make a text of somebody else's safe in a spreadsheet, and keep it as it is."""
    safe = as_text(one_line(cut(text, characters=MAX_CELL_CHARACTERS)))
    return f"'{safe}" if _CHANGED_NUMBER.fullmatch(safe) else safe


def _apart(names: list[str], kind: str, taken: set[str]) -> list[str]:
    """Give names that none before has."""
    made = []
    for name in map(cell, names):
        own = name if name not in taken else f"{kind}:{name}"
        count = 2
        while own in taken:
            own, count = f"{kind}:{name} {count}", count + 1
        taken.add(own)
        made.append(own)
    return made


def _truth(value: bool | None) -> str:  # noqa: FBT001 - the one thing that is written
    return "" if value is None else "true" if value else "false"
