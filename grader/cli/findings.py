"""Turns findings in course files into text for a person, or JSON for an editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from grader.cli.cases.near import near
from grader.messages import message, say
from grader.report.escape import escape_json, for_json, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.audit.soundness import Finding
    from grader.errors import Problem
    from grader.messages import Lang, Message

MOST_CHARACTERS = 4096


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One finding, as editors take it. Lines and columns count from 1; None: the file as a whole."""

    path: str
    line: int | None
    column: int | None
    severity: str
    key: str
    message: str


def findings_text(findings: Iterable[Finding], summary: Iterable[Message], lang: Lang) -> str:
    """Say every finding with its place, then what it all comes to."""
    told = [_sentence(found).text(lang) for found in findings]
    return visible("\n".join([*told, *(say(line, lang) for line in summary)])) + "\n"


def findings_json(findings: Sequence[Finding], lang: Lang) -> str:
    """Write a list of findings."""
    return escape_json(msgspec.json.encode([_entry(found, lang) for found in findings]).decode()) + "\n"


def count_errors(findings: Iterable[Finding]) -> int:
    """Count what is wrong, and not only doubtful."""
    return sum(found.severity == "error" for found in findings)


def _sentence(found: Finding) -> Problem:
    told = message(f"cases.severity_{found.severity}", told=found.problem.told)
    return found.problem._replace(told=told, path=near(found.problem.path))


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
