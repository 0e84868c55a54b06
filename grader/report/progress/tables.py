"""Turns progress into tables for spreadsheets and scripts: those of its reports, one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.report.jsonl import render_jsonl as report_lines
from grader.report.spreadsheet import as_text, csv_rows, csv_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.messages import Lang
    from grader.model.progress import Progress, UnitLevel


def render_csv(progress: Progress, *, lang: Lang) -> str:
    """Render one table.

    Notes
    -----
    A level for which nothing was handed in has one row, with its possible points and none earned, so that the
    sums of both columns are those of the course.
    """
    return csv_text(row for level in progress.levels for row in _rows(level, lang))


def render_jsonl(progress: Progress, *, lang: Lang) -> str:
    """Render the lines of all reports; a level for which nothing was handed in has none."""
    return "".join(report_lines(report, lang=lang) for report in progress.reports)


def _rows(level: UnitLevel, lang: Lang) -> Iterator[list[object]]:
    if level.report is not None:
        yield from csv_rows(level.report, lang=lang)
    else:
        empty: list[object] = [""] * 6
        yield [as_text(level.exercise.id), "", *empty, 0, level.max_score, None, None, ""]
