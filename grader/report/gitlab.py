"""Turns a report into GitLab's code quality JSON: an issue a failed case, shown at its line.

It says where, and no more: the tests and their outcomes are for `junit`, which is uploaded beside it.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

import msgspec

from grader.messages import message
from grader.model.judgement import Verdict
from grader.report.escape import escape_json, for_json
from grader.report.pinned import Pins, path_in_repository
from grader.report.rows import rows_of, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.messages import Lang
    from grader.model.report import Report
    from grader.report.formats import Run
    from grader.report.rows import Row

SEVERITIES: Final = {
    Verdict.CE: "blocker",
    Verdict.RTE: "critical",
    Verdict.TLE: "critical",
    Verdict.MLE: "critical",
    Verdict.OLE: "critical",
    Verdict.WA: "major",
    Verdict.SC: "minor",
    Verdict.IE: "info",
}
MAX_PATH_CHARACTERS: Final = 4096


class _Lines(msgspec.Struct, frozen=True):
    begin: int


class _Location(msgspec.Struct, frozen=True):
    path: str
    lines: _Lines


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """One issue, as GitLab reads it."""

    description: str
    check_name: str
    fingerprint: str
    severity: str
    location: _Location


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    check: str
    description: str
    severity: str
    line: int


def render_gitlab(report: Report, *, lang: Lang, run: Run) -> str:
    """Render the array of issues; empty where everything is right."""
    issues = issues_of(report, lang=lang, run=run)
    return escape_json(msgspec.json.encode(issues).decode()) + "\n"


def issues_of(report: Report, *, lang: Lang, run: Run) -> list[Issue]:
    """Make the issues of a report.

    Notes
    -----
    A fingerprint is made of the file, the exercise and the case: while a case fails, its issue stays the same
    one, also when the line moves or the reason changes.
    """
    path = path_in_repository(report.submission.path, run.environment, "CI_PROJECT_DIR")
    path = for_json(path, characters=MAX_PATH_CHARACTERS)
    return [_issue(found, path, report.exercise.id) for found in _found(report, lang)]


def _found(report: Report, lang: Lang) -> Iterator[_Found]:
    pins = Pins(report.submission)
    if report.reason is not None:
        yield _Found(
            check="import",
            description=said(report.reason, lang=lang),
            severity=SEVERITIES[report.verdict],
            line=pins.line(report.trace),
        )
    else:
        yield from (_of_case(row, lang) for row in rows_of(report, lang=lang) if not row.passed)
    if report.template.modified_outside_markers:
        told = message("report.template_modified")
        yield _Found(check="template", description=said(told, lang=lang), severity="info", line=1)


def _of_case(row: Row, lang: Lang) -> _Found:
    return _Found(
        check=f"case/{row.name}",
        description=f"{row.name}: {row.told(lang)}",
        severity=SEVERITIES[row.verdict],
        line=row.line,
    )


def _issue(found: _Found, path: str, exercise_id: str) -> Issue:
    check = f"{exercise_id}/{found.check}"
    return Issue(
        description=found.description,
        check_name=check,
        fingerprint=sha256(f"{path}\0{check}".encode()).hexdigest(),
        severity=found.severity,
        location=_Location(path, _Lines(found.line)),
    )
