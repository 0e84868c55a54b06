"""Turns the documents' types into JSON Schemas; `python -m grader.report.schema` prints that of a report."""

from __future__ import annotations

import sys
from typing import Any

import msgspec

from grader.report.document import ReportDocument
from grader.report.progress.document import ProgressDocument


def report_schema() -> dict[str, Any]:
    """Make the JSON Schema (draft 2020-12) that every rendered report validates against."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "layergrade report",
        **msgspec.json.schema(ReportDocument),
    }


def progress_schema() -> dict[str, Any]:
    """Make the JSON Schema that the document of progress validates against."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "layergrade progress",
        **msgspec.json.schema(ProgressDocument),
    }


def schema_text(schema: dict[str, Any] | None = None) -> str:
    """Write a schema as it stands in the documentation; that of a report where none is given."""
    return msgspec.json.format(msgspec.json.encode(schema or report_schema()), indent=2).decode() + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
