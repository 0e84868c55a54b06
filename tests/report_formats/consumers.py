"""What each consumer demands of its format, after its public documentation; a breach is an AssertionError."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import jsonschema

from grader.report.document import FORMAT_VERSION
from grader.report.schema import report_schema
from grader.report.spreadsheet import COLUMNS
from tests.report_formats.runner import obeyed

if TYPE_CHECKING:
    from collections.abc import Callable

# Addresses that lead nowhere out of a page; the empty one keeps a browser from asking for an icon.
INSIDE = ("#", "data:image/png;base64,", "data:,")
FORMULA_SIGNS = tuple("=+-@＝＋－＠\t\r")

WHOLE = {"type": "integer", "minimum": 0}
TEXT = {"type": "string", "minLength": 1}
VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
TEXT_FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}

GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": TEXT,
            "check_name": TEXT,
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32,}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "additionalProperties": False,
                "properties": {
                    "path": {"type": "string", "not": {"pattern": r"^\./"}},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "additionalProperties": False,
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}

GRADESCOPE = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "score": {"type": "number"},
        "execution_time": {"type": "number", "minimum": 0},
        "output": {"type": "string"},
        "output_format": TEXT_FORMAT,
        "test_output_format": TEXT_FORMAT,
        "test_name_format": TEXT_FORMAT,
        "visibility": VISIBILITY,
        "stdout_visibility": VISIBILITY,
        "extra_data": {"type": "object"},
        "leaderboard": {"type": "array"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "score": {"type": "number"},
                    "max_score": {"type": "number"},
                    "status": {"enum": ["passed", "failed"]},
                    "name": {"type": "string"},
                    "name_format": TEXT_FORMAT,
                    "number": {"type": "string"},
                    "output": {"type": "string"},
                    "output_format": TEXT_FORMAT,
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "visibility": VISIBILITY,
                    "extra_data": {"type": "object"},
                },
            },
        },
    },
}

CLASSROOM50 = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        "schema", "classroom", "assignment", "submission", "commit", "release", "review", "datetime", "score",
        "max-score", "tests",
    ],
    "properties": {
        "schema": {"const": "classroom50/result/v1"},
        "classroom": TEXT,
        "assignment": TEXT,
        "assignment_type": {"enum": ["individual", "group", "team"]},
        "owner": TEXT,
        "submission": {"type": "string", "pattern": "^submit/"},
        "commit": TEXT,
        "release": TEXT,
        "review": TEXT,
        "datetime": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$"},
        "score": WHOLE,
        "max-score": WHOLE,
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["test-name", "passed", "score", "max-score"],
                "properties": {
                    "test-name": TEXT, "passed": {"type": "boolean"}, "score": WHOLE, "max-score": WHOLE,
                },
            },
        },
    },
}  # fmt: skip

JUNIT_CHILDREN = {
    "testsuites": ["testsuite"],
    "testsuite": ["properties", "testcase"],
    "testcase": ["properties", "skipped", "error", "failure", "system-out", "system-err"],
    "properties": ["property"],
}


def check_json(text: str) -> Any:  # noqa: ANN401 - the document, whatever it is
    """Read one JSON document on one line."""

    def refuse(constant: str) -> None:
        message = f"{constant} is no JSON"
        raise AssertionError(message)

    assert text.endswith("\n")
    assert text.count("\n") == 1
    return json.loads(text, parse_constant=refuse)


def check_report(text: str) -> None:
    """Check the grader's own JSON document."""
    jsonschema.Draft202012Validator(report_schema()).validate(check_json(text))


def check_jsonl(text: str) -> list[dict[str, Any]]:
    """Read an object from every line; no other sign than the newline ends a line."""
    assert text.endswith("\n") or not text
    lines = [check_json(f"{line}\n") for line in text.split("\n")[:-1]]
    assert text.splitlines() == text.split("\n")[:-1]
    assert {line["format_version"] for line in lines} <= {FORMAT_VERSION}
    return lines


def check_csv(text: str) -> list[dict[str, str]]:
    """Read the table as RFC 4180 has it, and find no formula in it however its cells are split."""
    assert text.startswith("\ufeff")
    assert re.search(r"(?<!\r)\n|\r(?!\n)", text) is None
    rows = list(csv.reader(io.StringIO(text[1:], newline=""), strict=True))
    assert tuple(rows[0]) == COLUMNS
    assert {len(row) for row in rows} == {len(COLUMNS)}
    for separator in (",", ";", "\t"):
        cells = [
            cell for row in csv.reader(io.StringIO(text[1:], newline=""), delimiter=separator) for cell in row
        ]
        assert not [cell for cell in cells if cell.strip(' "').startswith(FORMULA_SIGNS)]
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows[1:]]


def check_junit(text: str) -> ET.Element:
    """Parse the file; elements stand where xunit2 has them, counts are right, names are there once."""
    root = ET.fromstring(text)  # noqa: S314 - our own output
    for element in root.iter():
        assert {child.tag for child in element} <= set(JUNIT_CHILDREN.get(element.tag, []))
    suite = root[0]
    cases = suite.findall("testcase")
    for attribute, tag in (("errors", "error"), ("failures", "failure"), ("skipped", "skipped")):
        assert int(suite.get(attribute, "")) == sum(case.find(tag) is not None for case in cases)
    assert int(suite.get("tests", "")) == len(cases)
    assert len({(case.get("classname"), case.get("name")) for case in cases}) == len(cases)
    assert all(float(element.get("time", "")) >= 0 for element in (suite, *cases))
    return root


def check_gitlab(text: str) -> list[dict[str, Any]]:
    """Validate the issues; GitLab shows one issue a fingerprint."""
    issues: list[dict[str, Any]] = check_json(text)
    jsonschema.validate(issues, GITLAB)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    return issues


def check_gradescope(text: str) -> dict[str, Any]:
    """Validate the results."""
    results: dict[str, Any] = check_json(text)
    jsonschema.validate(results, GRADESCOPE)
    return results


def check_classroom50(text: str) -> dict[str, Any]:
    """Validate the result, with the rules that no schema can say."""
    result: dict[str, Any] = check_json(text)
    jsonschema.validate(result, CLASSROOM50)
    assert result["score"] <= result["max-score"]
    assert all(test["score"] <= test["max-score"] for test in result["tests"])
    assert result["score"] == sum(test["score"] for test in result["tests"])
    return result


def check_github(text: str) -> None:
    """Let a runner read the log: it obeys what a report has to say, and only that."""
    commands = obeyed(text)
    names = [command.name for command in commands]
    assert set(names[:-4]) <= {"error", "warning", "notice"}
    assert all(names.count(kind) <= 10 for kind in ("error", "warning", "notice"))
    assert names[-4:-2] == ["group", "stop-commands"]
    assert names[-2:] == [commands[-3].data, "endgroup"]
    for command in commands[:-4]:
        assert set(command.properties) <= {"file", "line", "col", "title"}


class _Page(HTMLParser):
    """Collects what a browser would run or load."""

    def __init__(self) -> None:
        super().__init__()
        self.policy = ""
        self.active: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "meta" and values.get("http-equiv", "") == "Content-Security-Policy":
            self.policy = values.get("content") or ""
        if tag in {"script", "iframe", "object", "embed", "form", "base"}:
            self.active.append(tag)
        for name, value in attrs:
            address = name in {"src", "href", "action"} and not (value or "").startswith(INSIDE)
            if address or name.startswith("on"):
                self.active.append(f"{tag} {name}={value}")


def check_html(text: str) -> None:
    """Find nothing in the page that runs or is loaded; tests of its own say more."""
    page = _Page()
    page.feed(text)
    page.close()
    assert text.lstrip().lower().startswith("<!doctype html>")
    assert "default-src 'none'" in page.policy
    assert page.active == []


CONSUMERS: dict[str, Callable[[str], object]] = {
    "json": check_report,
    "html": check_html,
    "jsonl": check_jsonl,
    "csv": check_csv,
    "junit": check_junit,
    "github": check_github,
    "gitlab": check_gitlab,
    "gradescope": check_gradescope,
    "classroom50": check_classroom50,
}
