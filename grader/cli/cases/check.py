"""`grade cases check [FILE…]`: everything that is wrong or doubtful in course files, each at its place."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from grader.audit.soundness import Finding, examine
from grader.cli.cases.files import CourseFiles
from grader.cli.findings import count_errors, findings_json, findings_text
from grader.cli.output import emit, look_of
from grader.diagnosis.catalogue import load_catalogue
from grader.errors import CourseError
from grader.messages import message
from grader.suite.cases import load_suite
from grader.suite.course import find_course
from grader.suite.secret import course_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.cli.cases.files import Part
    from grader.messages import Lang

EXIT_WRONG = 4


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asks for."""

    lang: Lang
    files: tuple[str, ...]
    exercise: str | None
    course: str | None
    form: str


def run_check(options: Options) -> int:
    """Check files, or the whole course; 4 where something is wrong, 0 for nothing but warnings."""
    secret = course_secret(os.environ)
    files = CourseFiles(find_course(options.course, os.environ), options.exercise)
    parts = files.named(options.files) if options.files else files.all()
    findings = [*files.findings, *(found for part in parts for found in _findings(part, secret))]
    if options.form == "json":
        emit(findings_json(findings, options.lang), None, encoding="utf-8")
    else:
        lang = look_of(options.lang).lang
        errors = count_errors(findings)
        told = message("cases.checked", files=files.count, errors=errors, warnings=len(findings) - errors)
        emit(findings_text(findings, [told], lang), None)
    return EXIT_WRONG if count_errors(findings) else 0


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
