"""The JSON document of progress: its fields and their types, from which the JSON Schema is made.

`docs/progress.md` says what each field means. It keeps its promises as the document of a report does.
"""

from __future__ import annotations

from typing import Final

import msgspec

from grader.report.document import ReportDocument, VerdictCode  # noqa: TC001 - msgspec reads the annotations

FORMAT_VERSION: Final = 1


class OtherEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Another file for the same exercise, no better than the one that counts."""

    path: str
    sha256: str
    verdict: VerdictCode
    score: int | None


class LevelEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One exercise of the course."""

    number: int
    exercise: str
    title: str
    passed: bool
    verdict: VerdictCode | None
    score: int | None
    max_score: int
    report: ReportDocument | None
    others: tuple[OtherEntry, ...]


class ProgressDocument(msgspec.Struct, frozen=True, kw_only=True):
    """How far a student has come."""

    format_version: int
    lang: str
    folder: str
    title: str | None
    passed: bool
    score: int | None
    max_score: int
    levels: tuple[LevelEntry, ...]
    left_over: tuple[str, ...]
