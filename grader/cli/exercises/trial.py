"""Turns an exercise's template and reference, each graded as if handed in, into findings."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from grader.audit.soundness import Finding
from grader.errors import CourseError, Problem
from grader.messages import message
from grader.model.judgement import Verdict
from grader.model.submission import Submission
from grader.pipeline.preparing import grade_submission
from grader.sandbox import open_sandbox
from grader.suite.text import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.model.exercise import Exercise
    from grader.model.report import CaseResult, Report
    from grader.pipeline import Ready
    from grader.sandbox.interface import Sandbox

_RELATIVE_IMPORT: Final = re.compile(r"^(\s*from )\.(\w+)(?= import )", re.MULTILINE)


def tried(ready: Ready) -> Iterator[Finding]:
    """Grade the template as it is, which must not pass, and the reference, which must.

    Parameters
    ----------
    ready : Ready
        The exercise, with all its cases.
    """
    exercise = ready.exercise
    path = exercise.folder / "template.py"
    with open_sandbox(extra=exercise.imports) as sandbox:
        yield from _of_template(path, _graded(ready, path, ready.template, sandbox))
        text = as_submission(exercise)
        if text is not None:
            yield from _of_reference(exercise.reference, _graded(ready, exercise.reference, text, sandbox))


def as_submission(exercise: Exercise) -> str | None:
    """Give the reference as a student could hand it in; None where it imports what no student can.

    A file beside the reference is imported under the name under which submissions are given it.
    """
    names = _given_names(exercise)
    text = read_text(exercise.reference)
    if {stem for _, stem in _RELATIVE_IMPORT.findall(text)} - names.keys():
        return None
    return _RELATIVE_IMPORT.sub(lambda found: found[1] + names[found[2]], text)


def _given_names(exercise: Exercise) -> dict[str, str]:
    """Find the files beside the reference that submissions are given: under which name, by their stems."""
    given = {module.source: module.name for module in exercise.modules}
    names = {}
    for path in exercise.reference.parent.glob("*.py"):
        try:
            source = read_text(path)
        except CourseError:  # not a file of this exercise
            continue
        if source in given:
            names[path.stem] = given[source]
    return names


def _graded(ready: Ready, path: Path, text: str, sandbox: Sandbox) -> Report:
    submission = Submission(path=str(path), sha256=sha256(text.encode()).hexdigest(), source=text)
    return grade_submission(ready, submission, sandbox, strict=False)


def _of_template(path: Path, report: Report) -> Iterator[Finding]:
    if report.verdict is Verdict.AC:
        yield Finding("error", Problem(message("exercise.template_passes"), path))
        return
    if report.reason is not None:
        line = report.trace[-1].line if report.trace else None
        told = message("exercise.template_broken", reason=report.reason)
        yield Finding("error", Problem(told, path, line))
        return
    changed = next((result for result in report.results if _given_differs(result)), None)
    if changed is not None:
        told = message("exercise.given_differs", name=changed.case.spec.name, reason=_reason(changed))
        yield Finding("error", Problem(told, path))
    free = [result.case.spec.name for result in report.results if result.judgement.verdict is Verdict.AC]
    if free:
        told = message("exercise.free_cases", names=", ".join(free))
        yield Finding("warning", Problem(told, path))


def _of_reference(path: Path, report: Report) -> Iterator[Finding]:
    if report.verdict is Verdict.AC:
        return
    failed = next(result for result in report.results if result.judgement.verdict is not Verdict.AC)
    reason = _reason(failed) if report.reason is None else report.reason
    told = message("exercise.reference_fails", name=failed.case.spec.name, reason=reason)
    yield Finding("error", Problem(told, path))


def _given_differs(result: CaseResult) -> bool:
    mismatch = result.judgement.mismatch
    return mismatch is not None and mismatch.given


def _reason(result: CaseResult) -> object:
    verdict = message(f"report.{result.judgement.verdict.value}")
    return result.judgement.reason or verdict
