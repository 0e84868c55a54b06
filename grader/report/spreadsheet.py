"""Turns a report into a table for a spreadsheet: CSV (RFC 4180), one row a case, with no formula in it.

A cell that begins like a formula gets an apostrophe in front, which spreadsheets take for "this is text".
Where lists are separated by semicolons or tabs, a spreadsheet splits cells at these too: what follows one is
treated the same. The byte order mark tells Excel that the text is UTF-8.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from grader.report.rows import rows_of, safe_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.messages import Lang
    from grader.model.report import Report
    from grader.report.rows import Row

COLUMNS: Final = (
    "exercise", "submission", "sha256", "number", "case", "visibility", "tags", "verdict", "points",
    "max_points", "wall_seconds", "peak_memory_bytes", "reason",
)  # fmt: skip

BYTE_ORDER_MARK: Final = "\ufeff"
# The full-width forms are taken for the others by spreadsheets of East Asian locales.
_FORMULA: Final = re.compile(r"(^|[;\t|,])([^\S\t]*)(?=[=+\-@＝＋－＠])")


def render_csv(report: Report, *, lang: Lang) -> str:
    """Render the table, with its header."""
    return csv_text(csv_rows(report, lang=lang))


def csv_rows(report: Report, *, lang: Lang) -> list[list[object]]:
    """Make the rows of a report, by `COLUMNS`."""
    whose = (as_text(report.exercise.id), as_text(safe_path(report)), report.submission.sha256)
    return [[*whose, *_cells(row)] for row in rows_of(report, lang=lang)]


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Write rows below their header; lines end as RFC 4180 says, and every text is quoted."""
    table = io.StringIO()
    writer = csv.writer(table, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return BYTE_ORDER_MARK + table.getvalue()


def as_text(cell: str) -> str:
    """Keep a spreadsheet from computing a text."""
    return _FORMULA.sub(r"\1\2'", cell)


def _cells(row: Row) -> list[object]:
    return [
        row.number,
        as_text(row.name),
        "hidden" if row.hidden else "public",
        as_text(", ".join(row.tags)),
        row.verdict.value,
        row.points,
        row.max_points,
        None if row.wall_seconds is None else round(row.wall_seconds, 6),
        row.peak_memory_bytes,
        as_text(row.reason),
    ]
