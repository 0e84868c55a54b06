"""`grade cases check [FILE…]`: everything that is wrong or doubtful in course files, each at its place."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import msgspec

from grader.audit.soundness import Finding, examine
from grader.cli.cases.files import CourseFiles
from grader.cli.cases.near import near
from grader.cli.output import emit, look_of
from grader.cli.secret import course_secret
from grader.diagnosis.catalogue import load_catalogue
from grader.errors import CourseError, Problem
from grader.messages import message, say
from grader.report.escape import escape_json, for_json, visible
from grader.suite.cases import load_suite
from grader.suite.course import find_course

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.cli.cases.files import Part
    from grader.messages import Lang

EXIT_WRONG = 4
MOST_CHARACTERS = 4096


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asks for."""

    lang: Lang
    files: tuple[str, ...]
    exercise: str | None
    course: str | None
    form: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One finding, as editors take it. Lines and columns count from 1; None: the file as a whole."""

    path: str
    line: int | None
    column: int | None
    severity: str
    key: str
    message: str


def run_check(options: Options) -> int:
    """Check files, or the whole course; 4 where something is wrong, 0 for nothing but warnings."""
    secret = course_secret(os.environ)
    files = CourseFiles(find_course(options.course, os.environ), options.exercise)
    parts = files.named(options.files) if options.files else files.all()
    findings = [*files.findings, *(found for part in parts for found in _findings(part, secret))]
    if options.form == "json":
        emit(_json(findings, options.lang), None, encoding="utf-8")
    else:
        lang = options.lang if look_of(sys.stdout, to_file=False).chinese else "en"
        emit(_text(findings, files.count, lang), None)
    return EXIT_WRONG if any(found.severity == "error" for found in findings) else 0


def _findings(part: Part, secret: bytes) -> Iterator[Finding]:
    """Check one exercise's cases, and what is written about its misconceptions."""
    try:
        suite = load_suite(part.exercise, part.paths)
    except CourseError as error:
        yield from (Finding("error", problem) for problem in error.problems)
    else:
        yield from examine(suite, secret=secret, whole=part.whole)
    try:
        load_catalogue(part.exercise)
    except CourseError as error:
        yield from (Finding("error", problem) for problem in error.problems)


def _text(findings: list[Finding], files: int, lang: Lang) -> str:
    told = [_sentence(found).text(lang) for found in findings]
    errors = sum(found.severity == "error" for found in findings)
    summary = message("cases.checked", files=files, errors=errors, warnings=len(findings) - errors)
    return visible("\n".join([*told, say(summary, lang)])) + "\n"


def _sentence(found: Finding) -> Problem:
    told = message(f"cases.severity_{found.severity}", told=found.problem.told)
    return found.problem._replace(told=told, path=near(found.problem.path))


def _json(findings: list[Finding], lang: Lang) -> str:
    return escape_json(msgspec.json.encode([_entry(found, lang) for found in findings]).decode()) + "\n"


def _entry(found: Finding, lang: Lang) -> Entry:
    problem = found.problem
    return Entry(
        path=for_json(str(problem.path), characters=MOST_CHARACTERS),
        line=problem.line,
        column=problem.column,
        severity=found.severity,
        key=problem.told.key,
        message=for_json(say(problem.told, lang), characters=MOST_CHARACTERS),
    )
