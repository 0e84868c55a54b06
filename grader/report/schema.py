"""Turns the document's types into its JSON Schema; `python -m grader.report.schema` prints it."""

from __future__ import annotations

import sys
from typing import Any

import msgspec

from grader.report.document import ReportDocument


def report_schema() -> dict[str, Any]:
    """Make the JSON Schema (draft 2020-12) that every rendered report validates against."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "layergrade report",
        **msgspec.json.schema(ReportDocument),
    }


def schema_text() -> str:
    """Write the schema as it stands in the documentation."""
    return msgspec.json.format(msgspec.json.encode(report_schema()), indent=2).decode() + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
