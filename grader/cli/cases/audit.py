"""`grade cases audit`: what the cases prove; with `--fix` the cases that are missing are written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from grader.arrays.secret import fingerprint
from grader.audit.audit import audit
from grader.cli.cases.audit_html import render_html
from grader.cli.cases.audit_json import render_json
from grader.cli.cases.audit_text import render_text
from grader.cli.cases.near import near
from grader.cli.cases.writing import append_case
from grader.cli.chosen import chosen_exercise
from grader.cli.output import emit, look_of, refuse_target
from grader.diagnosis.catalogue import load_catalogue
from grader.messages import message
from grader.pipeline.preparing import chosen_paths
from grader.suite.cases import load_suite
from grader.suite.course import find_course
from grader.suite.secret import course_secret

if TYPE_CHECKING:
    from pathlib import Path

    from grader.audit.audit import Audit
    from grader.messages import Lang, Message
    from grader.model.case import Suite

EXIT_SURVIVED = 1


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asks for."""

    lang: Lang
    exercise: str | None
    course: str | None
    cases: str | None
    form: str
    output: str | None
    fix: bool
    secrets: int


def run_audit(options: Options) -> int:
    """Audit, write what is missing where that is asked for, and render; 1 where something survives."""
    refuse_target(options.output)
    secret = course_secret(os.environ)
    course = find_course(options.course, os.environ)
    exercise = chosen_exercise(course, options.exercise)
    paths = chosen_paths(course, exercise, options.cases)
    known = load_catalogue(exercise).misconceptions
    done = audit(load_suite(exercise, paths), known, secret=secret, secrets=options.secrets)
    notes: list[Message] = []
    if options.fix and done.survivors:
        notes = _fix(done, paths[0])
        done = audit(load_suite(exercise, paths), known, secret=secret, secrets=options.secrets)
    if secret:
        notes.append(message("audit.secrets", fingerprint=fingerprint(secret), count=done.secrets))
    emit(_render(done, options, notes), options.output, encoding=None if options.form == "text" else "utf-8")
    return 0 if done.passed else EXIT_SURVIVED


def _fix(done: Audit, path: Path) -> list[Message]:
    """Append the cases that were found, each once."""
    suite: Suite = done.suite
    notes = []
    drafts = {found.extra.draft.name: found.extra.draft for found in done.survivors if found.extra}
    for draft in drafts.values():
        append_case(suite, path, draft)
        suite = load_suite(suite.exercise, suite.paths)
        notes.append(message("audit.appended", name=draft.name, path=str(near(path))))
    return notes


def _render(done: Audit, options: Options, notes: list[Message]) -> str:
    if options.form == "json":
        return render_json(done, lang=options.lang)
    if options.form == "html":
        return render_html(done, lang=options.lang, notes=notes)
    look = look_of(options.lang, options.output)
    return render_text(done, lang=look.lang, colour=look.colour, unicode=look.marks, notes=notes)
