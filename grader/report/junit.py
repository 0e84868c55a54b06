"""Turns a report into JUnit XML, of the family `xunit2` and with the attributes that pytest writes.

The suite is the exercise and a testcase is a case. A wrong answer and an exception of the student's code are
a `failure`; what kept the case from ending (crash, limits, a file that cannot be imported, a failure of ours)
is an `error`; what was not run is `skipped`.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Final

from grader.model.judgement import Verdict
from grader.report.rows import hints, rows_of, safe_path, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.messages import Lang
    from grader.model.report import Report
    from grader.report.formats import Run
    from grader.report.rows import Row

DECLARATION: Final = '<?xml version="1.0" encoding="utf-8"?>'
OUTCOMES: Final = {Verdict.AC: "", Verdict.WA: "failure", Verdict.RTE: "failure", Verdict.SC: "skipped"}
# A report says nothing of the machine that made it; the attribute has to be there.
HOSTNAME: Final = "localhost"


def render_junit(report: Report, *, lang: Lang, run: Run) -> str:
    """Render the file."""
    return document_of([suite_of(report, lang=lang, run=run)])


def document_of(suites: Iterable[ET.Element]) -> str:
    """Write suites into a file."""
    root = ET.Element("testsuites", name="layergrade")
    root.extend(suites)
    return f"{DECLARATION}{ET.tostring(root, encoding='unicode')}\n"


def suite_of(report: Report, *, lang: Lang, run: Run) -> ET.Element:
    """Make the suite of a report.

    Notes
    -----
    Of a hidden case there are the name, the outcome, the points and the tags. Its time is 0, because the
    attribute has to be there.
    """
    rows = rows_of(report, lang=lang)
    outcomes = [_outcome(row) for row in rows]
    suite = ET.Element(
        "testsuite",
        name=report.exercise.id,
        errors=str(outcomes.count("error")),
        failures=str(outcomes.count("failure")),
        skipped=str(outcomes.count("skipped")),
        tests=str(len(rows)),
        time=_seconds(report.wall_seconds),
        timestamp=run.now.isoformat(),
        hostname=HOSTNAME,
    )
    _add_properties(suite, _of_suite(report, lang))
    for row, name in zip(rows, _unique([row.name for row in rows]), strict=True):
        time = _seconds(row.wall_seconds or 0.0)
        _fill(ET.SubElement(suite, "testcase", classname=report.exercise.id, name=name, time=time), row, lang)
    return suite


def _outcome(row: Row) -> str:
    return "error" if row.died else OUTCOMES.get(row.verdict, "error")


def _fill(case: ET.Element, row: Row, lang: Lang) -> None:
    _add_properties(case, _of_case(row))
    outcome = _outcome(row)
    if outcome:
        kind = {"type": f"layergrade.{row.verdict.value}"} if outcome == "skipped" else {}
        told = ET.SubElement(case, outcome, {**kind, "message": row.told(lang)})
        told.text = row.explanation or row.told(lang)
    if row.printed:
        ET.SubElement(case, "system-out").text = row.printed


def _of_suite(report: Report, lang: Lang) -> Iterable[tuple[str, str]]:
    yield "submission", safe_path(report)
    yield "sha256", report.submission.sha256
    yield "verdict", report.verdict.value
    if report.score is not None:
        yield "score", str(report.score)
    yield "max_score", str(report.max_score)
    yield "isolation", report.isolation.level
    known = hints(report, lang=lang)
    if known:
        yield "hints", known
    if report.reason is not None:
        yield "reason", said(report.reason, lang=lang)


def _of_case(row: Row) -> Iterable[tuple[str, str]]:
    yield "number", str(row.number)
    yield "visibility", "hidden" if row.hidden else "public"
    yield "verdict", row.verdict.value
    if row.points is not None:
        yield "points", str(row.points)
    yield "max_points", str(row.max_points)
    if row.tags:
        yield "tags", ", ".join(row.tags)


def _add_properties(element: ET.Element, values: Iterable[tuple[str, str]]) -> None:
    properties = ET.SubElement(element, "properties")
    for name, value in values:
        ET.SubElement(properties, "property", name=name, value=value)


def _unique(names: Sequence[str]) -> list[str]:
    """Add a number to names that were there before: of two testcases with one name, readers keep one."""
    unique: dict[str, None] = {}
    for name in names:
        copies = (f"{name} ({copy})" for copy in range(2, len(names) + 2))
        unique[next(free for free in (name, *copies) if free not in unique)] = None
    return list(unique)


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f}"
