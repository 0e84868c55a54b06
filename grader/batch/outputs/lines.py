"""Turns outcomes into `results.jsonl`, one object a student, and its lines back into what can be compared."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from grader.report.document import ReportDocument
from grader.report.escape import escape_json, for_json

if TYPE_CHECKING:
    from grader.batch.outcome import Outcome, RunFacts

FORMAT_VERSION: Final = 1
RESULTS_NAME: Final = "results.jsonl"
MAX_TEXT_CHARACTERS: Final = 4 << 10
# The folders and the archive that a file lies in are the instructor's.
_BEFORE_NAME: Final = re.compile(r"^.*(?:[/\\]|\.zip!)", re.DOTALL | re.IGNORECASE)

_documents: Final = msgspec.json.Decoder(ReportDocument)


class ResultLine(msgspec.Struct, frozen=True, kw_only=True):
    """One student's line. `report` is the document of `docs/json.md`; None where nothing was graded."""

    format_version: Literal[1] = FORMAT_VERSION
    id: str
    name: str | None
    file: str
    sha256: str | None
    error: str | None
    roster: dict[str, str]
    digest: str
    report: ReportDocument | None


def document_of(outcome: Outcome) -> ReportDocument | None:
    """Read a student's document, with the file's own name for its path: documents are handed to students."""
    if outcome.document is None:
        return None
    document = _documents.decode(outcome.document)
    named = msgspec.structs.replace(document.submission, path=_clean(_BEFORE_NAME.sub("", outcome.shown)))
    return msgspec.structs.replace(document, submission=named)


def written_document(document: ReportDocument) -> bytes:
    """Write a document as `grade --format json` does: one line, safe to print and to place in a page."""
    return _written(document)


def result_line(outcome: Outcome, document: ReportDocument | None, facts: RunFacts) -> bytes:
    """Write a student's line, with its newline."""
    return _written(
        ResultLine(
            id=_clean(outcome.id),
            name=None if outcome.name is None else _clean(outcome.name),
            file=_clean(outcome.shown),
            sha256=outcome.sha256,
            error=None if outcome.error is None else _clean(outcome.error),
            roster={
                _clean(column): _clean(cell)
                for column, cell in zip_longest(
                    facts.roster, outcome.roster[: len(facts.roster)], fillvalue=""
                )
            },
            digest=facts.digest,
            report=document,
        )
    )


def _written(value: ReportDocument | ResultLine) -> bytes:
    return escape_json(msgspec.json.encode(value).decode()).encode() + b"\n"


def _clean(text: str) -> str:
    return for_json(text, characters=MAX_TEXT_CHARACTERS)
