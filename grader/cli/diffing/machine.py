"""Turns a comparison into JSON, and into a table of those who move for a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

import msgspec

from grader.batch.outputs.grades import cell
from grader.cli.diffing.reasons import told
from grader.messages import message, say
from grader.report.escape import escape_json
from grader.report.spreadsheet import BYTE_ORDER_MARK

if TYPE_CHECKING:
    from grader.batch.diff import Comparison, Move
    from grader.messages import Lang

COLUMNS: Final = ("id", "name", "old_score", "new_score", "change", "why")


def render_json(found: Comparison) -> str:
    """Render a comparison as one object on one line. docs/batch-results.md describes it."""
    return escape_json(msgspec.json.encode(found).decode()) + "\n"


def render_csv(found: Comparison, *, lang: Lang) -> str:
    """Render those who move, a row each; the reasons in one language."""
    table = io.StringIO()
    rows = csv.writer(table, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    rows.writerows(_row(move, lang) for move in found.moved)
    return BYTE_ORDER_MARK + table.getvalue()


def _row(move: Move, lang: Lang) -> list[object]:
    why = say(message("diff.stop"), lang).join(told(reason, lang) for reason in move.why)
    return [cell(move.id), cell(move.name or ""), move.old, move.new, move.change, cell(why)]
