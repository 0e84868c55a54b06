"""Turns a report into JSON lines: one object a case, so that the lines of many reports fit together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from grader.report.escape import escape_json
from grader.report.json import to_document

if TYPE_CHECKING:
    from grader.messages import Lang
    from grader.model.report import Report


def render_jsonl(report: Report, *, lang: Lang) -> str:
    """Render one line a case: a result of the JSON document, with whose and of which exercise it is."""
    document = to_document(report, lang=lang)
    whose = {
        "format_version": document.format_version,
        "exercise": document.exercise,
        "lang": document.lang,
        "submission": document.submission,
    }
    lines = [whose | msgspec.to_builtins(result) for result in document.results]
    return "".join(f"{escape_json(msgspec.json.encode(line).decode())}\n" for line in lines)
